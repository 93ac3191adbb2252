-- generated from sql/2_staging/known_identities.sql sha256:0b06bf39ac2c0f6b17b5b7b2ce897e889f7b8e5b9f7c22b45aba55b9927ebf38 by tools/dialect 1; do not edit
select
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`breach_id` as string) as `breach_id`
from (
    SELECT
      report_key,
      place,
      breach_id
    FROM raw.known_identities
)
