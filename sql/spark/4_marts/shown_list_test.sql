-- generated from sql/4_marts/shown_list_test.sql sha256:3665fdf1c788c2410cfb801149f1144ba06ff706bca7d7eb6d9bd2088bc7271e by tools/dialect 1; do not edit
SELECT
  shown_list.breaches,
  listed.breaches AS breaches_wanted,
  shown_list.newest_captured_on,
  newest.newest_captured_on AS newest_wanted
FROM marts.shown_list
CROSS JOIN (
  SELECT
    count(*) FILTER(WHERE
      vanished_on IS NULL) AS breaches,
    count(*) FILTER(WHERE
      is_reconstructed) AS reconstructed
  FROM marts.breaches
) AS listed
CROSS JOIN (
  SELECT
    max(captured_on) AS newest_captured_on
  FROM marts.snapshots
  WHERE
    is_shown
) AS newest
WHERE
  shown_list.breaches <> listed.breaches
  OR shown_list.reconstructed <> listed.reconstructed
  OR shown_list.newest_captured_on IS DISTINCT FROM newest.newest_captured_on
;
SELECT
  capture,
  is_complete,
  missing_view,
  half_captures
FROM marts.shown_list
WHERE
  is_complete <> (
    half_captures = 0
  )
  OR is_complete <> (
    missing_view IS NULL
  )
  OR half_captures > 0
  AND newest_half_on IS NULL
;
SELECT
  waiting_captures,
  waiting_breaches,
  waiting_revisions,
  waiting_individuals
FROM marts.shown_list
CROSS JOIN (
  SELECT
    count(*) FILTER(WHERE
      is_new) AS breaches,
    count(*) FILTER(WHERE
      NOT is_new) AS revisions,
    max(CASE WHEN has_other_count THEN individuals END) AS individuals
  FROM marts.waiting_breaches
) AS waiting
WHERE
  waiting_breaches <> waiting.breaches
  OR waiting_revisions <> waiting.revisions
  OR waiting_individuals IS DISTINCT FROM waiting.individuals
  OR waiting_captures = 0
  AND waiting_breaches + waiting_revisions > 0
