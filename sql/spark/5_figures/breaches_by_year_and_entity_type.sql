-- generated from sql/5_figures/breaches_by_year_and_entity_type.sql sha256:62cc7a9a6b9a19b4d7a8bbf30d778bb667d10ff33c0db3678a5fa7899e3f501e by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cumulative_individuals` as bigint) as `cumulative_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH stated AS (
      SELECT
        year,
        coalesce(entity_type, 'Not stated') AS entity_type,
        individuals
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
    ), grid AS (
      SELECT
        year,
        entity_type,
        is_partial_year
      FROM marts.years
      CROSS JOIN (
        SELECT DISTINCT
          entity_type
        FROM stated
      ) AS types
    ), counted AS (
      SELECT
        year,
        entity_type,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals
      FROM stated
      GROUP BY ALL
    ), filled AS (
      SELECT
        year,
        entity_type,
        coalesce(breaches, 0) AS breaches,
        CASE WHEN breaches IS NULL THEN 0 ELSE individuals END AS individuals,
        is_partial_year
      FROM grid
      LEFT JOIN counted
        USING (year, entity_type)
    )
    SELECT
      year,
      entity_type,
      breaches,
      individuals,
      CAST(sum(individuals) OVER (PARTITION BY entity_type ORDER BY year NULLS LAST) AS BIGINT) AS cumulative_individuals,
      is_partial_year
    FROM filled
)
