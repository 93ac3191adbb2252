-- generated from sql/0_reference/hicp_practice_threats.sql sha256:de560395d74f767ca649b3295c9f704d6e763a5a05bac4005c32ec2c3ad0ffa3 by tools/dialect 1; do not edit
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
