-- generated from sql/5_figures/breaches_by_year_and_entity_type_test.sql sha256:e8b1b76bd36827bdd39749de3e0bf05b543bfbfe451ae8832426cc70a2f7d2d2 by tools/dialect 1; do not edit
SELECT
  counted,
  breaches
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted
  FROM figures.breaches_by_year_and_entity_type
)
CROSS JOIN (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> breaches
;
WITH lagged AS (
  SELECT
    year,
    entity_type,
    coalesce(individuals, 0) AS individuals,
    coalesce(cumulative_individuals, 0) AS cumulative_individuals,
    coalesce(
      lag(cumulative_individuals) OVER (PARTITION BY entity_type ORDER BY year NULLS LAST),
      0
    ) AS cumulative_before
  FROM figures.breaches_by_year_and_entity_type
)
SELECT
  year,
  entity_type,
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
    entity_type,
    coalesce(cumulative_individuals, 0) AS cumulative_individuals
  FROM figures.breaches_by_year_and_entity_type
  WHERE
    year = (
      SELECT
        max(year)
      FROM marts.years
    )
), wanted AS (
  SELECT
    coalesce(entity_type, 'Not stated') AS entity_type,
    coalesce(sum(marts.breaches.individuals), 0) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  entity_type,
  cumulative_individuals,
  individuals
FROM ended
FULL JOIN wanted
  USING (entity_type)
WHERE
  cumulative_individuals IS DISTINCT FROM individuals
