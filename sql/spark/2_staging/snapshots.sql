-- generated from sql/2_staging/snapshots.sql sha256:e9162647878e6ebb33940f81a95442e1ed2e572fd8ac173036fb5fc2037a5b1a by tools/dialect 1; do not edit
select
    cast(`source_file` as string) as `source_file`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`view` as string) as `view`,
    cast(`source` as string) as `source`,
    cast(`sha256` as string) as `sha256`,
    cast(`rows_sha256` as string) as `rows_sha256`,
    cast(`bytes` as bigint) as `bytes`,
    cast(`rows` as bigint) as `rows`,
    cast(`encoding` as string) as `encoding`,
    cast(`damaged_characters` as bigint) as `damaged_characters`,
    cast(`repaired_characters` as bigint) as `repaired_characters`,
    cast(`has_repaired_header` as boolean) as `has_repaired_header`,
    cast(`is_synthetic` as boolean) as `is_synthetic`,
    cast(`final_url` as string) as `final_url`,
    cast(`retrieved_at` as timestamp_ntz) as `retrieved_at`
from (
    SELECT
      source_file,
      captured_on,
      capture_no,
      view,
      source,
      sha256,
      rows_sha256,
      bytes,
      rows,
      encoding,
      damaged_characters,
      repaired_characters,
      has_repaired_header,
      is_synthetic,
      final_url,
      CAST(retrieved_at AS TIMESTAMP_NTZ) AS retrieved_at
    FROM raw.snapshots
)
