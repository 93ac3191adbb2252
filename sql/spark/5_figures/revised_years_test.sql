-- generated from sql/5_figures/revised_years_test.sql sha256:2facf26debca15752a41f86163efe1c7ffa7e341077e53e034b74a26c5995ea1 by tools/dialect 1; do not edit
SELECT
  year,
  marts.totals_by_capture.breaches,
  figures.revised_years.breaches AS drawn_breaches,
  marts.totals_by_capture.individuals,
  figures.revised_years.individuals AS drawn_individuals
FROM marts.totals_by_capture
LEFT JOIN figures.revised_years
  USING (year, captured_on, capture_no)
WHERE
  is_newest
  AND was_closed
  AND (
    figures.revised_years.breaches IS DISTINCT FROM marts.totals_by_capture.breaches
    OR figures.revised_years.individuals IS DISTINCT FROM marts.totals_by_capture.individuals
  )
ORDER BY
  year NULLS LAST
;
SELECT
  year,
  captured_on,
  breaches,
  closed_breaches,
  individuals,
  closed_individuals
FROM (
  SELECT
    year,
    captured_on,
    breaches,
    closed_breaches,
    individuals,
    closed_individuals,
    row_number() OVER (PARTITION BY year ORDER BY captured_on NULLS LAST, capture_no NULLS LAST) AS _w
  FROM figures.revised_years
) AS _t
WHERE
  CAST(_w AS BIGINT) = 1
  AND (
    breaches <> closed_breaches
    OR coalesce(individuals, 0) <> coalesce(closed_individuals, 0)
  )
