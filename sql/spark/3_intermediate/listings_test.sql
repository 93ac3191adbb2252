-- generated from sql/3_intermediate/listings_test.sql sha256:eda57578f6ba9976f1ddc77d9ec36ed3189f8d2924bb4bc924ead8f2f8e6bea1 by tools/dialect 1; do not edit
WITH saved AS (
  SELECT
    captured_on,
    capture_no,
    capture_order,
    unnested_view AS view
  FROM intermediate.captures
  LATERAL VIEW
  explode(views) unnested AS unnested_view
), numbered AS (
  SELECT
    captured_on,
    capture_no,
    capture_order,
    view,
    CAST(row_number() OVER (PARTITION BY view ORDER BY capture_order NULLS LAST) AS BIGINT) AS nth
  FROM saved
), wanted AS (
  SELECT
    source_file,
    source_line,
    staging.listings.view,
    sum(last.nth - first.nth + 1) AS captures
  FROM staging.listings
  JOIN numbered AS first
    ON first.view = staging.listings.view
    AND first.captured_on = first_captured_on
    AND first.capture_no = first_capture_no
  JOIN numbered AS last
    ON last.view = staging.listings.view
    AND last.captured_on = last_captured_on
    AND last.capture_no = last_capture_no
  GROUP BY ALL
), built AS (
  SELECT
    source_file,
    source_line,
    intermediate.listings.view,
    sum(last.nth - first.nth + 1) AS captures
  FROM intermediate.listings
  JOIN intermediate.reports
    USING (report_no)
  JOIN numbered AS first
    ON first.view = intermediate.listings.view AND first.capture_order = first_order
  JOIN numbered AS last
    ON last.view = intermediate.listings.view AND last.capture_order = last_order
  GROUP BY ALL
)
SELECT
  source_file,
  source_line,
  wanted.captures AS wanted,
  built.captures AS built
FROM wanted
FULL JOIN built
  USING (source_file, source_line, view)
WHERE
  wanted.captures IS DISTINCT FROM built.captures
