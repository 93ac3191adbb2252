-- generated from sql/3_intermediate/breach_versions_test.sql sha256:2e9d61219a73a2626bd359f0975920a334f26ec641a13430223aa9ed8979ffdd by tools/dialect 1; do not edit
SELECT
  breach_id,
  version
FROM (
  SELECT
    breach_id,
    version,
    first_order,
    last_order,
    gone_order,
    is_vanished,
    is_return,
    changed_columns,
    rung,
    name_similarity,
    report_no,
    view,
    individuals,
    submitted_on,
    is_duplicate,
    lag(gone_order) OVER by_breach AS previous_gone_order,
    lag(is_vanished) OVER by_breach AS previous_is_vanished
  FROM intermediate.breach_versions
  WINDOW by_breach AS (PARTITION BY breach_id ORDER BY version NULLS LAST)
)
WHERE
  version > 1
  AND (
    previous_gone_order IS NULL
    OR first_order < previous_gone_order
    OR (
      first_order > previous_gone_order AND NOT previous_is_vanished
    )
    OR is_return <> previous_is_vanished
  )
;
SELECT
  breach_id,
  version
FROM intermediate.breach_versions
WHERE
  version > 1 AND NOT is_return AND changed_columns = array()
;
WITH turns AS (
  SELECT
    first_order AS capture_order,
    count(*) AS change
  FROM intermediate.breach_versions
  GROUP BY ALL
  UNION ALL
  SELECT
    gone_order AS capture_order,
    -count(*) AS change
  FROM intermediate.breach_versions
  WHERE
    NOT gone_order IS NULL
  GROUP BY ALL
), standing AS (
  SELECT
    capture_order,
    sum(coalesce(sum(change), 0)) OVER (ORDER BY capture_order NULLS LAST) AS versions
  FROM intermediate.captures
  LEFT JOIN turns
    USING (capture_order)
  GROUP BY
    capture_order
)
SELECT
  capture,
  breaches,
  versions
FROM marts.captures
JOIN intermediate.captures
  USING (captured_on, capture_no, capture)
JOIN standing
  USING (capture_order)
WHERE
  marts.captures.is_complete AND breaches <> versions
