-- generated from sql/5_figures/breaches_by_state.sql sha256:45214297d6af3354930f4a3194799c99776dec65cf71440fd5aeff8854297092 by tools/dialect 1; do not edit
select
    cast(`state` as string) as `state`,
    cast(`name` as string) as `name`,
    cast(`kind` as string) as `kind`,
    cast(`population` as bigint) as `population`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`breaches_without_count` as bigint) as `breaches_without_count`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`largest_individuals` as bigint) as `largest_individuals`,
    cast(`is_rate_known` as boolean) as `is_rate_known`,
    cast(`breaches_per_million` as double) as `breaches_per_million`,
    cast(`individuals_per_million` as double) as `individuals_per_million`
from (
    WITH counted AS (
      SELECT
        coalesce(state, 'Not stated') AS state,
        count(*) AS breaches,
        count(*) - count(individuals) AS breaches_without_count,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        max(individuals) AS largest_individuals
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    ), placed AS (
      SELECT
        state,
        name,
        kind,
        population,
        coalesce(breaches, 0) AS breaches,
        coalesce(breaches_without_count, 0) AS breaches_without_count,
        individuals,
        largest_individuals,
        NOT population IS NULL
        AND (
          kind <> 'territory'
          OR NOT EXISTS(
            SELECT
              1
            FROM counted
            WHERE
              state = 'Not stated'
          )
        ) AS is_rate_known
      FROM marts.states
      FULL JOIN counted
        USING (state)
      LEFT JOIN reference.state_populations
        USING (state)
      WHERE
        kind <> 'freely associated state' OR breaches > 0
    )
    SELECT
      state,
      name,
      kind,
      population,
      breaches,
      breaches_without_count,
      individuals,
      largest_individuals,
      is_rate_known,
      CASE
        WHEN is_rate_known
        THEN duckdb_quotient(CAST(breaches * 1000000 AS DOUBLE), CAST(CAST(population AS DOUBLE) AS DOUBLE))
      END AS breaches_per_million,
      CASE
        WHEN is_rate_known
        THEN duckdb_quotient(
          CAST(individuals * 1000000.0e0 AS DOUBLE),
          CAST(CAST(population AS DOUBLE) AS DOUBLE)
        )
      END AS individuals_per_million
    FROM placed
)
