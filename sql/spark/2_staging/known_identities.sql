-- generated from sql/2_staging/known_identities.sql sha256:6961ba4963041e006e98c670a4446ee007173cb33dcaff12f664db1627090762 by tools/dialect 1-3677deabcf2c; do not edit
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
