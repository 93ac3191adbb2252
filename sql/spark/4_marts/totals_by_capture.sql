-- generated from sql/4_marts/totals_by_capture.sql sha256:1df106cc010b9ab2ca3fc1c62132854401a7ce3950c63406b31f45ec2a90fd97 by tools/dialect 1; do not edit
-- step steps.totals_by_capture__moves
WITH complete AS (
  SELECT
    capture_order,
    captured_on,
    capture_no,
    capture,
    newest_submitted_on,
    lag(capture) OVER (ORDER BY capture_order NULLS LAST) AS previous_capture,
    capture_order = (
      max(capture_order) OVER ()
    ) AS is_newest
  FROM intermediate.captures
  JOIN marts.captures
    USING (captured_on, capture_no, capture, is_complete, as_of_on)
  WHERE
    is_complete AND captured_on <= as_of_on
), turns AS (
  SELECT
    year(submitted_on) AS year,
    next_complete AS capture_order,
    1 AS breaches,
    individuals
  FROM intermediate.breach_versions
  JOIN intermediate.captures
    ON capture_order = first_order
  UNION ALL
  SELECT
    year(submitted_on) AS year,
    next_complete AS capture_order,
    -1 AS breaches,
    -individuals AS individuals
  FROM intermediate.breach_versions
  JOIN intermediate.captures
    ON capture_order = gone_order
)
SELECT
  year,
  capture_order,
  CAST(sum(breaches) AS BIGINT) AS breaches,
  coalesce(CAST(sum(individuals) AS BIGINT), 0) AS individuals,
  coalesce(CAST(sum(breaches) FILTER(WHERE
    NOT individuals IS NULL) AS BIGINT), 0) AS counted
FROM turns
JOIN complete
  USING (capture_order)
GROUP BY ALL
HAVING
  sum(breaches) <> 0
  OR coalesce(sum(individuals), 0) <> 0
  OR (
    coalesce(CAST(sum(breaches) FILTER(WHERE
      NOT individuals IS NULL) AS BIGINT), 0)
  ) <> 0
;
-- step steps.totals_by_capture__complete
SELECT
  capture_order,
  captured_on,
  capture_no,
  capture,
  newest_submitted_on,
  lag(capture) OVER (ORDER BY capture_order NULLS LAST) AS previous_capture,
  capture_order = (
    max(capture_order) OVER ()
  ) AS is_newest
FROM intermediate.captures
JOIN marts.captures
  USING (captured_on, capture_no, capture, is_complete, as_of_on)
WHERE
  is_complete AND captured_on <= as_of_on
;
select
    cast(`year` as bigint) as `year`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`capture` as string) as `capture`,
    cast(`is_newest` as boolean) as `is_newest`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`breaches_without_count` as bigint) as `breaches_without_count`,
    cast(`previous_capture` as string) as `previous_capture`,
    cast(`breaches_change` as bigint) as `breaches_change`,
    cast(`individuals_change` as bigint) as `individuals_change`,
    cast(`is_closed` as boolean) as `is_closed`,
    cast(`closed_capture` as string) as `closed_capture`,
    cast(`breaches_since_closed` as bigint) as `breaches_since_closed`,
    cast(`individuals_since_closed` as bigint) as `individuals_since_closed`,
    cast(`was_closed` as boolean) as `was_closed`
from (
    WITH spans AS (
      SELECT
        year,
        min(capture_order) AS first_order
      FROM steps.totals_by_capture__moves AS moves
      GROUP BY ALL
    ), closings AS (
      SELECT
        year,
        min(capture_order) AS closed_order,
        min_by(capture, capture_order) FILTER(WHERE
          NOT (
            capture
          ) IS NULL) AS closed_capture
      FROM spans
      JOIN steps.totals_by_capture__complete AS complete
        ON capture_order >= first_order
        AND captured_on > make_date(CAST(year AS INT), CAST(12 AS INT), CAST(31 AS INT))
        AND newest_submitted_on > make_date(CAST(year AS INT), CAST(12 AS INT), CAST(16 AS INT))
      GROUP BY ALL
    ), marked AS (
      SELECT
        year,
        capture_order
      FROM steps.totals_by_capture__moves AS moves
      UNION
      SELECT
        year,
        closed_order AS capture_order
      FROM closings
      UNION
      SELECT
        year,
        capture_order
      FROM spans
      JOIN steps.totals_by_capture__complete AS complete
        ON is_newest
    ), summed AS (
      SELECT
        year,
        capture_order,
        coalesce(moves.breaches, 0) AS breaches_change,
        coalesce(moves.individuals, 0) AS individuals_change,
        CAST(sum(moves.breaches) OVER so_far AS BIGINT) AS breaches,
        CAST(sum(moves.individuals) OVER so_far AS BIGINT) AS individuals,
        CAST(sum(moves.counted) OVER so_far AS BIGINT) AS counted,
        closed_order,
        closed_capture
      FROM marked
      LEFT JOIN steps.totals_by_capture__moves AS moves
        USING (year, capture_order)
      LEFT JOIN closings
        USING (year)
      WINDOW so_far AS (PARTITION BY year ORDER BY capture_order NULLS LAST)
    ), compared AS (
      SELECT
        year,
        capture_order,
        breaches_change,
        individuals_change,
        breaches,
        individuals,
        counted,
        closed_order,
        closed_capture,
        max(CASE WHEN capture_order = closed_order THEN breaches END) OVER (PARTITION BY year) AS closed_breaches,
        max(CASE WHEN capture_order = closed_order THEN individuals END) OVER (PARTITION BY year) AS closed_individuals
      FROM summed
    )
    SELECT
      year,
      captured_on,
      capture_no,
      capture,
      is_newest,
      breaches,
      CASE WHEN counted > 0 THEN individuals END AS individuals,
      breaches - counted AS breaches_without_count,
      previous_capture,
      CASE WHEN NOT previous_capture IS NULL THEN breaches_change END AS breaches_change,
      CASE WHEN NOT previous_capture IS NULL THEN individuals_change END AS individuals_change,
      coalesce(capture_order >= closed_order, FALSE) AS is_closed,
      closed_capture,
      CASE WHEN capture_order >= closed_order THEN breaches - closed_breaches END AS breaches_since_closed,
      CASE WHEN capture_order >= closed_order THEN individuals - closed_individuals END AS individuals_since_closed,
      coalesce(capture_order > closed_order, FALSE) AS was_closed
    FROM compared
    JOIN steps.totals_by_capture__complete AS complete
      USING (capture_order)
)
