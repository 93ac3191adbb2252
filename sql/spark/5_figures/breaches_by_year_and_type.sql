-- generated from sql/5_figures/breaches_by_year_and_type.sql sha256:d229f4a0feec5ec25f7f3a2f256af532d42aba22a6f1b5496757f4007760ac27 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breach_type` as string) as `breach_type`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cumulative_individuals` as bigint) as `cumulative_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH stated AS (
      SELECT
        marts.breaches.year,
        coalesce(breach_type, 'Not stated') AS breach_type,
        marts.breaches.individuals
      FROM marts.breaches
      LEFT JOIN marts.breach_types
        USING (breach_id)
      WHERE
        vanished_on IS NULL
    ), grid AS (
      SELECT
        year,
        breach_type,
        is_partial_year
      FROM marts.years
      CROSS JOIN (
        SELECT DISTINCT
          breach_type
        FROM stated
      ) AS types
    ), counted AS (
      SELECT
        year,
        breach_type,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals
      FROM stated
      GROUP BY ALL
    ), filled AS (
      SELECT
        year,
        breach_type,
        coalesce(breaches, 0) AS breaches,
        CASE WHEN breaches IS NULL THEN 0 ELSE individuals END AS individuals,
        is_partial_year
      FROM grid
      LEFT JOIN counted
        USING (year, breach_type)
    )
    SELECT
      year,
      breach_type,
      breaches,
      individuals,
      CAST(sum(individuals) OVER (PARTITION BY breach_type ORDER BY year NULLS LAST) AS BIGINT) AS cumulative_individuals,
      is_partial_year
    FROM filled
)
