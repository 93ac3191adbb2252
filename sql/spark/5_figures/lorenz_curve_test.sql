-- generated from sql/5_figures/lorenz_curve_test.sql sha256:ad43aad2612ba6091cec965b429303b4d3d6c8985274a367736a7889233e9a49 by tools/dialect 1; do not edit
WITH stepped AS (
  SELECT
    breaches_percent,
    individuals_share,
    duckdb_quotient(
      CAST((
        individuals_share - (
          lag(individuals_share) OVER along
        )
      ) AS DOUBLE),
      CAST((
        breaches_percent - (
          lag(breaches_percent) OVER along
        )
      ) AS DOUBLE)
    ) AS slope
  FROM figures.lorenz_curve
  WINDOW along AS (ORDER BY breaches_percent NULLS LAST)
), bent AS (
  SELECT
    breaches_percent,
    individuals_share,
    slope,
    lag(slope) OVER (ORDER BY breaches_percent NULLS LAST) AS previous_slope
  FROM stepped
)
SELECT
  breaches_percent,
  individuals_share
FROM bent
WHERE
  individuals_share IS NULL
  OR NOT individuals_share BETWEEN 0 AND 1 + 1e-09
  OR slope < previous_slope - 1e-09
  OR (
    breaches_percent = 0
  ) <> (
    individuals_share = 0
  )
  OR (
    breaches_percent = 100 AND abs(individuals_share - 1) > 1e-09
  )
;
SELECT
  count(*) AS steps
FROM figures.lorenz_curve
HAVING
  count(*) <> 110
  AND (
    SELECT
      coalesce(sum(individuals), 0)
    FROM marts.breaches
    WHERE
      vanished_on IS NULL
  ) > 0
;
WITH ranked AS (
  SELECT
    individuals,
    CAST(row_number() OVER (ORDER BY individuals NULLS LAST) AS BIGINT) AS place,
    count(*) OVER () AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND NOT individuals IS NULL
)
SELECT
  individuals_share,
  half
FROM figures.lorenz_curve
CROSS JOIN (
  SELECT
    sum(individuals * least(1, greatest(0, breaches / 2.0e0 - (
      place - 1
    )))) / nullif(sum(individuals), 0) AS half
  FROM ranked
)
WHERE
  breaches_percent = 50 AND abs(individuals_share - half) > 1e-06
