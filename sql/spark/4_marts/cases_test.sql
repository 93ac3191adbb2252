-- generated from sql/4_marts/cases_test.sql sha256:28dd6d5e408015ff498898e040bb7e6118e516922c7e5bf76edfbb53d60d2980 by tools/dialect 1; do not edit
SELECT
  breach_id,
  submitted_on,
  first_open_on,
  last_open_on,
  left_open_on,
  first_archived_on
FROM marts.breaches
FULL JOIN marts.cases
  USING (breach_id, submitted_on)
WHERE
  case_state IS NULL
  OR marts.breaches.entity_name IS NULL
  OR first_open_on > last_open_on
  OR (
    first_open_on IS NULL
  ) <> (
    last_open_on IS NULL
  )
  OR left_open_on < last_open_on
  OR first_archived_on < last_open_on
;
SELECT
  breach_id,
  case_state,
  closed_after_on,
  closed_by_on,
  open_days_least,
  open_days_most
FROM marts.cases
WHERE
  NOT case_state IN ('open', 'closed', 'left', 'removed', 'unknown')
  OR (
    case_state = 'closed'
  ) <> (
    NOT closed_by_on IS NULL
  )
  OR (
    case_state = 'closed' AND first_archived_on IS NULL
  )
  OR (
    case_state = 'open' AND (
      last_open_on IS NULL OR NOT left_open_on IS NULL
    )
  )
  OR (
    case_state = 'left' AND (
      left_open_on IS NULL OR last_open_on IS NULL
    )
  )
  OR closed_by_on < closed_after_on
  OR closed_after_on <> coalesce(last_open_on, submitted_on)
  OR open_days_least < 0
  OR open_days_most < open_days_least
  OR (
    closed_by_on IS NULL
  ) <> (
    open_days_most IS NULL
  )
;
WITH shown AS (
  SELECT
    max(as_of_on) AS as_of_on
  FROM marts.captures
)
SELECT
  source_file,
  source_line,
  breach_id,
  view,
  case_state,
  last_open_on,
  closed_by_on
FROM marts.breaches
JOIN marts.cases
  USING (breach_id)
CROSS JOIN shown
WHERE
  vanished_on IS NULL
  AND NOT is_reconstructed
  AND (
    (
      view = 'under-investigation'
      AND (
        last_open_on IS NULL OR closed_by_on <= as_of_on
      )
    )
    OR (
      view = 'archive'
      AND (
        closed_by_on IS NULL OR closed_by_on > as_of_on
      )
      AND (
        last_open_on IS NULL OR last_open_on <= as_of_on
      )
    )
    OR (
      view IS NULL AND first_archived_on <= as_of_on
    )
  )
ORDER BY
  source_file NULLS LAST,
  source_line NULLS LAST
;
SELECT
  breach_id,
  case_state,
  closed_after_on,
  closed_by_on,
  unknown_since
FROM marts.cases
JOIN marts.unknown_views
  USING (breach_id)
WHERE
  last_view = 'under-investigation'
  AND case_state = 'closed'
  AND last_listed_on = last_open_on
  AND (
    closed_by_on > unknown_since OR closed_after_on < last_listed_on
  )
