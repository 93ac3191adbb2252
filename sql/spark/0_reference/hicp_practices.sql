-- generated from sql/0_reference/hicp_practices.sql sha256:3c61281df497cf7366d2bf2f6ad28060d6663a3bbaf91c6cc41cd2368451a867 by tools/dialect 1; do not edit
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
