-- generated from sql/5_figures/breaches_by_year_and_location.sql sha256:64d4c3894d006de7741d013d8f5e6d3f199a611ef57fb4788962ce2102a6553e by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`location` as string) as `location`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cumulative_individuals` as bigint) as `cumulative_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH stated AS (
      SELECT
        marts.breaches.year,
        coalesce(location, 'Not stated') AS location,
        marts.breaches.individuals
      FROM marts.breaches
      LEFT JOIN marts.breach_locations
        USING (breach_id)
      WHERE
        vanished_on IS NULL
    ), grid AS (
      SELECT
        year,
        location,
        is_partial_year
      FROM marts.years
      CROSS JOIN (
        SELECT DISTINCT
          location
        FROM stated
      ) AS locations
    ), counted AS (
      SELECT
        year,
        location,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals
      FROM stated
      GROUP BY ALL
    ), filled AS (
      SELECT
        year,
        location,
        coalesce(breaches, 0) AS breaches,
        CASE WHEN breaches IS NULL THEN 0 ELSE individuals END AS individuals,
        is_partial_year
      FROM grid
      LEFT JOIN counted
        USING (year, location)
    )
    SELECT
      year,
      location,
      breaches,
      individuals,
      CAST(sum(individuals) OVER (PARTITION BY location ORDER BY year NULLS LAST) AS BIGINT) AS cumulative_individuals,
      is_partial_year
    FROM filled
)
