-- generated from sql/4_marts/snapshots.sql sha256:94ffcec10d29922c8f93f80131da74d82c0c1391feee976595be35e71ba68f5b by tools/dialect 1; do not edit
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
    cast(`retrieved_at` as timestamp_ntz) as `retrieved_at`,
    cast(`is_current` as boolean) as `is_current`,
    cast(`breaches_shown` as bigint) as `breaches_shown`,
    cast(`is_shown` as boolean) as `is_shown`
from (
    WITH sources AS (
      SELECT
        source_file,
        count(*) AS breaches_shown
      FROM marts.breaches
      GROUP BY ALL
    )
    SELECT
      snapshots.source_file,
      snapshots.captured_on,
      snapshots.capture_no,
      snapshots.view,
      snapshots.source,
      snapshots.sha256,
      snapshots.rows_sha256,
      snapshots.bytes,
      snapshots.rows,
      snapshots.encoding,
      snapshots.damaged_characters,
      snapshots.repaired_characters,
      snapshots.has_repaired_header,
      snapshots.is_synthetic,
      snapshots.final_url,
      snapshots.retrieved_at,
      coalesce(is_current, FALSE) AND view <> 'part2' AS is_current,
      coalesce(breaches_shown, 0) AS breaches_shown,
      NOT breaches_shown IS NULL
      OR coalesce(is_current AND NOT is_as_of, FALSE)
      AND view <> 'part2' AS is_shown
    FROM staging.snapshots
    LEFT JOIN intermediate.captures
      USING (captured_on, capture_no)
    LEFT JOIN sources
      USING (source_file)
)
