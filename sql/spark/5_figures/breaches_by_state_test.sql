-- generated from sql/5_figures/breaches_by_state_test.sql sha256:e01bb9a5123146a01f373597ae5aaab3c360e7638a2c04c1f9037f3631cd3a1d by tools/dialect 1; do not edit
SELECT
  counted,
  breaches,
  counted_individuals,
  individuals
FROM (
  SELECT
    CAST(coalesce(sum(breaches), 0) AS BIGINT) AS counted,
    CAST(sum(individuals) AS BIGINT) AS counted_individuals
  FROM figures.breaches_by_state
)
CROSS JOIN (
  SELECT
    count(*) AS breaches,
    CAST(sum(individuals) AS BIGINT) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
)
WHERE
  counted <> breaches OR counted_individuals IS DISTINCT FROM individuals
;
WITH listed AS (
  SELECT
    coalesce(state, 'Not stated') AS state,
    count(*) AS breaches,
    count(*) FILTER(WHERE
      individuals IS NULL) AS breaches_without_count,
    max(individuals) AS largest_individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  state,
  figures.breaches_by_state.breaches,
  listed.breaches AS breaches_wanted
FROM figures.breaches_by_state
FULL JOIN listed
  USING (state)
WHERE
  figures.breaches_by_state.breaches IS DISTINCT FROM coalesce(listed.breaches, 0)
  OR figures.breaches_by_state.breaches_without_count <> coalesce(listed.breaches_without_count, 0)
  OR figures.breaches_by_state.largest_individuals IS DISTINCT FROM listed.largest_individuals
;
WITH blank AS (
  SELECT
    count(*) AS breaches
  FROM marts.breaches
  WHERE
    vanished_on IS NULL AND state IS NULL
)
SELECT
  marts.states.state,
  figures.breaches_by_state.breaches_per_million,
  blank.breaches AS breaches_without_state
FROM marts.states
LEFT JOIN figures.breaches_by_state
  USING (state)
CROSS JOIN blank
WHERE
  (
    NOT breaches_per_million IS NULL
  ) <> (
    marts.states.kind IN ('state', 'district')
    OR marts.states.kind = 'territory'
    AND blank.breaches = 0
  )
;
SELECT
  state,
  population,
  breaches,
  breaches_per_million,
  individuals,
  individuals_per_million
FROM figures.breaches_by_state
WHERE
  is_rate_known <> (
    NOT breaches_per_million IS NULL
  )
  OR duckdb_round(CAST(breaches_per_million * population / 1000000 AS DOUBLE), 0) <> breaches
  OR duckdb_round(CAST(individuals_per_million * population / 1000000 AS DOUBLE), 0) <> individuals
  OR (
    is_rate_known AND NOT individuals IS NULL
  ) <> (
    NOT individuals_per_million IS NULL
  )
