-- generated from sql/5_figures/hicp_threats_by_year_test.sql sha256:ed78f3eb83d1387f8315ef4590e97d744b547508abbf4a52a3b24533b777391b by tools/dialect 1; do not edit
WITH counted AS (
  SELECT
    year,
    hicp_threat,
    breaches,
    individuals
  FROM figures.hicp_threats_by_year
), wanted AS (
  SELECT
    year,
    hicp_threat,
    count(*) AS breaches,
    coalesce(sum(individuals), 0) AS individuals
  FROM marts.breaches
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  counted.year,
  counted.hicp_threat,
  counted.breaches,
  wanted.breaches AS breaches_wanted
FROM counted
FULL JOIN wanted
  ON counted.year = wanted.year
  AND counted.hicp_threat IS NOT DISTINCT FROM wanted.hicp_threat
WHERE
  coalesce(counted.breaches, 0) <> coalesce(wanted.breaches, 0)
  OR coalesce(counted.individuals, 0) <> coalesce(wanted.individuals, 0)
;
SELECT
  year,
  threat,
  individuals,
  cumulative_individuals
FROM (
  SELECT
    year,
    threat_order,
    hicp_threat,
    threat,
    breaches,
    individuals,
    cumulative_individuals,
    is_partial_year,
    lag(cumulative_individuals, 1, 0) OVER (PARTITION BY threat ORDER BY year NULLS LAST) AS before
  FROM figures.hicp_threats_by_year
)
WHERE
  cumulative_individuals <> before + individuals
