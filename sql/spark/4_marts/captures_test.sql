-- generated from sql/4_marts/captures_test.sql sha256:6c2fc0ff6a3a2ca228c92163de2ae5ce65cefe5547d9fc6d20c60b15afc78e13 by tools/dialect 1; do not edit
SELECT
  captured_on,
  missing_views
FROM marts.captures
WHERE
  is_current AND NOT is_complete
;
SELECT
  marts.captures.captured_on,
  marts.captures.capture_no,
  marts.captures.missing_views
FROM marts.captures
CROSS JOIN (
  SELECT
    captured_on,
    capture_no
  FROM marts.captures
  WHERE
    is_current
) AS shown
WHERE
  (marts.captures.captured_on, marts.captures.capture_no) > (shown.captured_on, shown.capture_no)
  AND NOT is_complete
;
SELECT
  captured_on,
  newest_submitted_on
FROM marts.captures
WHERE
  is_current AND newest_submitted_on < date_sub(captured_on, CAST(60 AS INT))
;
SELECT
  captured_on,
  capture_no,
  archived + open - breaches AS open_cases_in_the_archive_export,
  archived AS reports_in_the_archive_export,
  open AS reports_under_investigation
FROM (
  SELECT
    captured_on,
    capture_no,
    max(rows) FILTER(WHERE
      view = 'archive') AS archived,
    max(rows) FILTER(WHERE
      view = 'under-investigation') AS open
  FROM marts.snapshots
  GROUP BY ALL
)
JOIN marts.captures
  USING (captured_on, capture_no)
WHERE
  is_complete AND archived + open - breaches > greatest(10, 0.02e0 * open)
ORDER BY
  captured_on NULLS LAST,
  capture_no NULLS LAST
