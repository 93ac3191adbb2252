-- generated from sql/5_figures/states_by_year.sql sha256:0429b943b117a79e542aa370f49d2df4eab2989b0624f31301a9a0d832386a0f by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`state` as string) as `state`,
    cast(`name` as string) as `name`,
    cast(`kind` as string) as `kind`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`largest_individuals` as bigint) as `largest_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH counted AS (
      SELECT
        year,
        coalesce(state, 'Not stated') AS state,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        max(individuals) AS largest_individuals
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    ), places AS (
      SELECT
        state
      FROM marts.states
      WHERE
        kind IN ('state', 'district')
      UNION
      SELECT
        state
      FROM counted
    )
    SELECT
      marts.years.year,
      places.state,
      name,
      kind,
      coalesce(breaches, 0) AS breaches,
      individuals,
      largest_individuals,
      is_partial_year
    FROM marts.years
    CROSS JOIN places
    LEFT JOIN marts.states
      USING (state)
    LEFT JOIN counted
      ON counted.year = marts.years.year AND counted.state = places.state
)
