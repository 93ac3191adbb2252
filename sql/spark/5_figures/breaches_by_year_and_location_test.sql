-- generated from sql/5_figures/breaches_by_year_and_location_test.sql sha256:e37d25046df5cb6bbb32e7874e86cdd6aed32503c88841ab8e687479f94f409a by tools/dialect 1; do not edit
SELECT
  counted,
  breaches
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted
  FROM figures.breaches_by_year_and_location
)
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  LEFT JOIN marts.breach_locations
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
  FROM figures.breaches_by_year_and_location
)
CROSS JOIN (
  SELECT
    coalesce(sum(marts.breaches.individuals), 0) AS individuals
  FROM marts.breaches
  LEFT JOIN marts.breach_locations
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
    location,
    coalesce(individuals, 0) AS individuals,
    coalesce(cumulative_individuals, 0) AS cumulative_individuals,
    coalesce(
      lag(cumulative_individuals) OVER (PARTITION BY location ORDER BY year NULLS LAST),
      0
    ) AS cumulative_before
  FROM figures.breaches_by_year_and_location
)
SELECT
  year,
  location,
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
    location,
    coalesce(cumulative_individuals, 0) AS cumulative_individuals
  FROM figures.breaches_by_year_and_location
  WHERE
    year = (
      SELECT
        max(year)
      FROM marts.years
    )
), wanted AS (
  SELECT
    coalesce(location, 'Not stated') AS location,
    coalesce(sum(marts.breaches.individuals), 0) AS individuals
  FROM marts.breaches
  LEFT JOIN marts.breach_locations
    USING (breach_id)
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  location,
  cumulative_individuals,
  individuals
FROM ended
FULL JOIN wanted
  USING (location)
WHERE
  cumulative_individuals IS DISTINCT FROM individuals
