-- generated from sql/0_reference/hicp_practice_threats.sql sha256:a7bf04b0c58df5d33326bf82192221ec9c7a58a2dc89c2b976e39573fde4c288 by tools/dialect 1; do not edit
select
    cast(`practice_no` as bigint) as `practice_no`,
    cast(`hicp_threat` as string) as `hicp_threat`,
    cast(`as_printed` as string) as `as_printed`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS BIGINT) AS practice_no,
      CAST(NULL AS STRING) AS hicp_threat,
      CAST(NULL AS STRING) AS as_printed,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
