-- generated from sql/1_raw/known_identities.sql sha256:d84b81d3fd86b06cc9f6e9f8bf2cbbb661162374ae6af5d2ffcd54e289c16754 by tools/dialect 1; do not edit
select
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`breach_id` as string) as `breach_id`
from (
    SELECT
      CAST(NULL AS STRING) AS report_key,
      CAST(NULL AS BIGINT) AS place,
      CAST(NULL AS STRING) AS breach_id
    WHERE
      FALSE
)
