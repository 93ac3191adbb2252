-- generated from sql/1_raw/snapshots.sql sha256:89e62c47e49f718793e9f64702325803ce9b4394bba951dd98a9205b7684e457 by tools/dialect 1; do not edit
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
    cast(`retrieved_at` as string) as `retrieved_at`
from (
    SELECT
      CAST(NULL AS STRING) AS source_file,
      CAST(NULL AS DATE) AS captured_on,
      CAST(NULL AS BIGINT) AS capture_no,
      CAST(NULL AS STRING) AS view,
      CAST(NULL AS STRING) AS source,
      CAST(NULL AS STRING) AS sha256,
      CAST(NULL AS STRING) AS rows_sha256,
      CAST(NULL AS BIGINT) AS bytes,
      CAST(NULL AS BIGINT) AS rows,
      CAST(NULL AS STRING) AS encoding,
      CAST(NULL AS BIGINT) AS damaged_characters,
      CAST(NULL AS BIGINT) AS repaired_characters,
      CAST(NULL AS BOOLEAN) AS has_repaired_header,
      CAST(NULL AS BOOLEAN) AS is_synthetic,
      CAST(NULL AS STRING) AS final_url,
      CAST(NULL AS STRING) AS retrieved_at
    WHERE
      FALSE
)
