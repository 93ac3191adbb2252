-- generated from sql/5_figures/states_by_year_test.sql sha256:4d93c91891e0e8e177bd32b95df801ba2aa4ce4d993ab42b1b3d9949ff24c305 by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    year,
    coalesce(state, 'Not stated') AS state,
    count(*) AS breaches,
    sum(individuals) AS individuals,
    max(individuals) AS largest_individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  year,
  state,
  figures.states_by_year.breaches,
  counted.breaches AS counted
FROM figures.states_by_year
FULL JOIN counted
  USING (year, state)
WHERE
  figures.states_by_year.breaches IS DISTINCT FROM coalesce(counted.breaches, 0)
  OR figures.states_by_year.individuals IS DISTINCT FROM counted.individuals
  OR figures.states_by_year.largest_individuals IS DISTINCT FROM counted.largest_individuals
;
SELECT
  marts.years.year,
  marts.states.state
FROM marts.years
CROSS JOIN marts.states
ANTI JOIN figures.states_by_year
  ON figures.states_by_year.year = marts.years.year
  AND figures.states_by_year.state = marts.states.state
WHERE
  kind IN ('state', 'district')
