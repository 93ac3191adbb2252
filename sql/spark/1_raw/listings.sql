-- generated from sql/1_raw/listings.sql sha256:5a50602bd1bdf30e324e27c88e54e8a27059c24beb70b7b7133113084cd8494b by tools/dialect 1; do not edit
select
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`view` as string) as `view`,
    cast(`first_captured_on` as date) as `first_captured_on`,
    cast(`first_capture_no` as bigint) as `first_capture_no`,
    cast(`last_captured_on` as date) as `last_captured_on`,
    cast(`last_capture_no` as bigint) as `last_capture_no`
from (
    SELECT
      CAST(NULL AS STRING) AS source_file,
      CAST(NULL AS BIGINT) AS source_line,
      CAST(NULL AS STRING) AS view,
      CAST(NULL AS DATE) AS first_captured_on,
      CAST(NULL AS BIGINT) AS first_capture_no,
      CAST(NULL AS DATE) AS last_captured_on,
      CAST(NULL AS BIGINT) AS last_capture_no
    WHERE
      FALSE
)
