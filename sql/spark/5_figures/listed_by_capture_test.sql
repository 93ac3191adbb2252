-- generated from sql/5_figures/listed_by_capture_test.sql sha256:59407ae67bdb4c83ffe34363085112b3c420a4dab2822aa5f0cc4f21a8ef2e9b by tools/dialect 1; do not edit
WITH wanted AS (
  SELECT
    capture,
    is_current,
    CASE WHEN is_complete THEN breaches END AS breaches
  FROM marts.captures
  WHERE
    captured_on <= as_of_on OR NOT is_as_of
)
SELECT
  capture,
  wanted.breaches AS breaches_wanted,
  figures.listed_by_capture.breaches
FROM wanted
FULL JOIN figures.listed_by_capture
  USING (capture, is_current)
WHERE
  (
    SELECT
      count(*)
    FROM wanted
  ) > 1
  AND (
    wanted.capture IS NULL
    OR figures.listed_by_capture.capture IS NULL
    OR wanted.breaches IS DISTINCT FROM figures.listed_by_capture.breaches
  )
;
SELECT
  capture,
  figures.listed_by_capture.individuals,
  listed.individuals AS individuals_wanted
FROM figures.listed_by_capture
JOIN marts.captures
  USING (capture)
CROSS JOIN (
  SELECT
    coalesce(CAST(sum(individuals) AS BIGINT), 0) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
) AS listed
WHERE
  figures.listed_by_capture.is_current
  AND marts.captures.is_complete
  AND NOT is_as_of
  AND figures.listed_by_capture.individuals IS DISTINCT FROM listed.individuals
;
SELECT
  capture,
  archived,
  under_investigation,
  breaches
FROM figures.listed_by_capture
WHERE
  breaches <> archived + under_investigation
  OR is_complete <> (
    NOT breaches IS NULL
  )
  OR is_complete <> (
    NOT individuals IS NULL
  )
  OR NOT is_complete
  AND (
    archived IS NULL
  ) = (
    under_investigation IS NULL
  )
;
SELECT
  capture,
  view,
  rows,
  archived,
  under_investigation
FROM marts.snapshots
JOIN figures.listed_by_capture
  USING (captured_on, capture_no)
WHERE
  view = 'archive'
  AND coalesce(NOT archived BETWEEN rows - coalesce(under_investigation, 0) AND rows, TRUE)
  OR view = 'under-investigation'
  AND under_investigation IS DISTINCT FROM rows
