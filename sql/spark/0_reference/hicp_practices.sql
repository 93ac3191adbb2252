-- generated from sql/0_reference/hicp_practices.sql sha256:7a0579dc390188a748eee165e1e2f695ecfad32457aa000d0b89b0477a6d7ac6 by tools/dialect 1; do not edit
select
    cast(`practice_no` as bigint) as `practice_no`,
    cast(`name` as string) as `name`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS BIGINT) AS practice_no,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
