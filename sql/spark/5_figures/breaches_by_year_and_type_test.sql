-- generated from sql/5_figures/breaches_by_year_and_type_test.sql sha256:9310f49aeac2fa585a557d04c1da0f2d5b39ced32cd49a338b96a90e061da3e8 by tools/dialect 1; do not edit
SELECT
  counted,
  breaches
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted
  FROM figures.breaches_by_year_and_type
)
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  LEFT JOIN marts.breach_types
    USING (breach_id)
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> breaches
;
SELECT
  counted,
  individuals
FROM (
  SELECT
    coalesce(sum(individuals), 0) AS counted
  FROM figures.breaches_by_year_and_type
)
CROSS JOIN (
  SELECT
    coalesce(sum(marts.breaches.individuals), 0) AS individuals
  FROM marts.breaches
  LEFT JOIN marts.breach_types
    USING (breach_id)
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> individuals
;
WITH lagged AS (
  SELECT
    year,
    breach_type,
    coalesce(individuals, 0) AS individuals,
    coalesce(cumulative_individuals, 0) AS cumulative_individuals,
    coalesce(
      lag(cumulative_individuals) OVER (PARTITION BY breach_type ORDER BY year NULLS LAST),
      0
    ) AS cumulative_before
  FROM figures.breaches_by_year_and_type
)
SELECT
  year,
  breach_type,
  individuals,
  cumulative_before,
  cumulative_individuals
FROM lagged
WHERE
  cumulative_individuals < cumulative_before
  OR cumulative_individuals <> cumulative_before + individuals
;
WITH ended AS (
  SELECT
    breach_type,
    coalesce(cumulative_individuals, 0) AS cumulative_individuals
  FROM figures.breaches_by_year_and_type
  WHERE
    year = (
      SELECT
        max(year)
      FROM marts.years
    )
), wanted AS (
  SELECT
    coalesce(breach_type, 'Not stated') AS breach_type,
    coalesce(sum(marts.breaches.individuals), 0) AS individuals
  FROM marts.breaches
  LEFT JOIN marts.breach_types
    USING (breach_id)
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  breach_type,
  cumulative_individuals,
  individuals
FROM ended
FULL JOIN wanted
  USING (breach_type)
WHERE
  cumulative_individuals IS DISTINCT FROM individuals
