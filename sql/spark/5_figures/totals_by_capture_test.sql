-- generated from sql/5_figures/totals_by_capture_test.sql sha256:f9cfe80c4fcdf95f3776c7119f71445c51ca0465a93f43a28887f8d0341f3892 by tools/dialect 1; do not edit
SELECT
  year,
  captured_on,
  capture_no,
  capture,
  is_newest,
  breaches,
  individuals,
  breaches_without_count,
  previous_capture,
  breaches_change,
  individuals_change,
  is_closed,
  closed_capture,
  breaches_since_closed,
  individuals_since_closed,
  was_closed,
  count(*) AS times
FROM (
  SELECT
    year,
    captured_on,
    capture_no,
    capture,
    is_newest,
    breaches,
    individuals,
    breaches_without_count,
    previous_capture,
    breaches_change,
    individuals_change,
    is_closed,
    closed_capture,
    breaches_since_closed,
    individuals_since_closed,
    was_closed
  FROM marts.totals_by_capture
  UNION ALL
  SELECT
    year,
    captured_on,
    capture_no,
    capture,
    is_newest,
    breaches,
    individuals,
    breaches_without_count,
    previous_capture,
    breaches_change,
    individuals_change,
    is_closed,
    closed_capture,
    breaches_since_closed,
    individuals_since_closed,
    was_closed
  FROM figures.totals_by_capture
)
GROUP BY ALL
HAVING
  count(*) <> 2
ORDER BY
  1 NULLS LAST,
  2 NULLS LAST,
  3 NULLS LAST,
  4 NULLS LAST,
  5 NULLS LAST,
  6 NULLS LAST,
  7 NULLS LAST,
  8 NULLS LAST,
  9 NULLS LAST,
  10 NULLS LAST,
  11 NULLS LAST,
  12 NULLS LAST,
  13 NULLS LAST,
  14 NULLS LAST,
  15 NULLS LAST,
  16 NULLS LAST,
  17 NULLS LAST
;
SELECT
  year,
  previous_capture AS capture_before,
  breaches - breaches_change AS breaches_before,
  breaches,
  coalesce(individuals, 0) - individuals_change AS individuals_before,
  individuals
FROM figures.totals_by_capture
WHERE
  is_newest AND was_closed AND (
    breaches_change <> 0 OR individuals_change <> 0
  )
ORDER BY
  abs(individuals_change) DESC,
  year NULLS LAST
