-- generated from sql/3_intermediate/captures_test.sql sha256:fc11fa3ed1afefd5997dde4a6d2c800ef2c1f0062908c061335f1cca4b090381 by tools/dialect 1; do not edit
SELECT
  currents
FROM (
  SELECT
    count(*) AS currents
  FROM intermediate.captures
  WHERE
    is_current
)
WHERE
  currents <> 1
;
SELECT
  source_file,
  is_synthetic
FROM staging.snapshots
WHERE
  rows > 0
  AND (
    SELECT
      count(DISTINCT is_synthetic)
    FROM staging.snapshots
    WHERE
      rows > 0
  ) > 1
ORDER BY
  source_file NULLS LAST
;
WITH listed AS (
  SELECT
    source_file,
    source_line,
    submitted_on,
    staging.listings.view,
    max(CASE WHEN staging.listings.view = 'under-investigation' THEN submitted_on END) OVER () AS newest_under_investigation
  FROM staging.breach_reports
  JOIN staging.listings
    USING (source_file, source_line)
  JOIN intermediate.captures
    ON array_contains(views, staging.listings.view)
    AND (intermediate.captures.captured_on, intermediate.captures.capture_no) BETWEEN (first_captured_on, first_capture_no) AND (last_captured_on, last_capture_no)
  WHERE
    is_current
)
SELECT
  source_file,
  source_line,
  submitted_on,
  newest_under_investigation
FROM listed
WHERE
  view = 'archive'
  AND submitted_on > date_add(newest_under_investigation, CAST(30 AS INT))
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
