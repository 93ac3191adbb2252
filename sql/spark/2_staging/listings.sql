-- generated from sql/2_staging/listings.sql sha256:6878398b125e61329bc42fa38e6fb74b68e8c288baa6f74e656af726bd92e940 by tools/dialect 1; do not edit
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
