-- generated from sql/2_staging/listings.sql sha256:ce243503c6d9fd77574b0a9db2cae625d22e2df596eaaff02040e71017e26da5 by tools/dialect 1-3677deabcf2c; do not edit
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
      source_file,
      source_line,
      view,
      first_captured_on,
      first_capture_no,
      last_captured_on,
      last_capture_no
    FROM raw.listings
)
