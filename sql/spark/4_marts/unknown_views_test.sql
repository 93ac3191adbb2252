-- generated from sql/4_marts/unknown_views_test.sql sha256:9f5828db9cfaea10d3ef787863c0e6268955e66245a08a30f7f639cff2be2df6 by tools/dialect 1; do not edit
SELECT
  breach_id,
  last_listed_on,
  unknown_since,
  known_on
FROM marts.unknown_views
WHERE
  last_listed_on > unknown_since OR known_on <= unknown_since
;
SELECT
  breach_id,
  unknown_since
FROM marts.unknown_views
ANTI JOIN (
  SELECT
    unknown_views.breach_id,
    unknown_since
  FROM marts.unknown_views
  JOIN marts.breach_versions
    ON marts.breach_versions.breach_id = unknown_views.breach_id
    AND valid_from <= unknown_since
    AND (
      valid_to IS NULL OR valid_to > unknown_since
    )
)
  USING (breach_id, unknown_since)
;
WITH newest AS (
  SELECT
    max_by(captured_on, capture_order) FILTER(WHERE
      NOT (
        captured_on
      ) IS NULL) AS captured_on,
    max_by(views, capture_order) FILTER(WHERE
      NOT (
        views
      ) IS NULL) AS views,
    max_by(capture_order, capture_order) FILTER(WHERE
      NOT (
        capture_order
      ) IS NULL) AS capture_order
  FROM intermediate.captures
  WHERE
    captured_on <= as_of_on
)
SELECT
  rows,
  breaches
FROM newest
JOIN marts.snapshots
  USING (captured_on)
CROSS JOIN marts.views
WHERE
  marts.snapshots.view = 'under-investigation'
  AND array_contains(views, 'under-investigation')
  AND place = 'under-investigation'
  AND rows <> breaches
  AND (
    SELECT
      count(*)
    FROM intermediate.captures
    WHERE
      intermediate.captures.captured_on = newest.captured_on
  ) = 1
