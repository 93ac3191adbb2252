-- generated from sql/4_marts/part2_breaches_test.sql sha256:aa18a192aa2e94e71e234cb37e8ef393124a9d5f047e411811da9a1d65e27371 by tools/dialect 1; do not edit
WITH newest AS (
  SELECT
    captured_on,
    capture_no
  FROM staging.snapshots
  WHERE
    view = 'part2'
  ORDER BY
    captured_on DESC,
    capture_no DESC
  LIMIT 1
), wanted AS (
  SELECT
    source_file,
    source_line,
    TRUE AS is_wanted
  FROM staging.listings
  JOIN newest
    ON (captured_on, capture_no) >= (first_captured_on, first_capture_no)
    AND (captured_on, capture_no) <= (last_captured_on, last_capture_no)
  WHERE
    view = 'part2'
)
SELECT
  source_file,
  source_line
FROM wanted
FULL JOIN marts.part2_breaches
  USING (source_file, source_line)
WHERE
  is_wanted IS NULL OR marts.part2_breaches.year IS NULL
