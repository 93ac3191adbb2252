-- generated from sql/2_staging/known_identities.sql sha256:587bed6c7a4c11de5849ba6070d59406a0f1822bc4710790bf466e971f0bcf69 by tools/dialect 1; do not edit
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
