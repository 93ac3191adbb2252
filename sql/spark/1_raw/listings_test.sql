-- generated from sql/1_raw/listings_test.sql sha256:bda18743984d5ad8562a9de366c60cb435e4f4d6dea9c87ac2ee5cec07b77a17 by tools/dialect 1; do not edit
WITH numbered AS (
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
    retrieved_at,
    CAST(row_number() OVER (PARTITION BY view ORDER BY captured_on NULLS LAST, capture_no NULLS LAST) AS BIGINT) AS nth
  FROM raw.snapshots
), changes AS (
  SELECT
    first.view,
    first.nth,
    count(*) AS come,
    0 AS go
  FROM raw.listings
  JOIN numbered AS first
    ON first.view = raw.listings.view
    AND first.captured_on = first_captured_on
    AND first.capture_no = first_capture_no
  GROUP BY ALL
  UNION ALL
  SELECT
    last.view,
    last.nth + 1 AS nth,
    0 AS come,
    count(*) AS go
  FROM raw.listings
  JOIN numbered AS last
    ON last.view = raw.listings.view
    AND last.captured_on = last_captured_on
    AND last.capture_no = last_capture_no
  GROUP BY ALL
), counted AS (
  SELECT
    source_file,
    numbered.rows AS rows_in_manifest,
    CAST(sum(coalesce(sum(come), 0) - coalesce(sum(go), 0)) OVER (PARTITION BY numbered.view ORDER BY numbered.nth NULLS LAST) AS BIGINT) AS rows_listed
  FROM numbered
  LEFT JOIN changes
    USING (view, nth)
  GROUP BY
    source_file,
    numbered.rows,
    numbered.view,
    numbered.nth
)
SELECT
  source_file,
  rows_in_manifest,
  rows_listed
FROM counted
WHERE
  rows_in_manifest <> rows_listed
ORDER BY
  source_file NULLS LAST
;
WITH reports AS (
  SELECT
    source_file,
    source_line
  FROM raw.breach_reports
  UNION ALL
  SELECT
    source_file,
    source_line
  FROM raw.part2_reports
), listed AS (
  SELECT DISTINCT
    source_file,
    source_line
  FROM raw.listings
)
SELECT
  source_file,
  source_line
FROM reports
FULL JOIN listed
  USING (source_file, source_line)
WHERE
  (
    reports.source_file IS NULL
  ) <> (
    listed.source_file IS NULL
  )
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
