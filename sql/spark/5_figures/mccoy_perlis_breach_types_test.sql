-- generated from sql/5_figures/mccoy_perlis_breach_types_test.sql sha256:c18e4ea0650861fa1fb1ca53ba115b641392877321416003b3e935d9f917f5a0 by tools/dialect 1; do not edit
SELECT
  year,
  breach_type,
  figure.breaches,
  mart.breaches AS breaches_wanted
FROM figures.mccoy_perlis_breach_types AS figure
FULL JOIN (
  SELECT
    year,
    breakdown,
    category,
    breaches,
    individuals,
    cumulative_individuals,
    is_partial_year,
    reconstructed_breaches,
    all_breaches,
    all_reconstructed,
    as_of_on,
    category AS breach_type
  FROM marts.mccoy_perlis
  WHERE
    breakdown = 'breach_type'
) AS mart
  USING (year, breach_type)
WHERE
  figure.breaches IS DISTINCT FROM mart.breaches
  OR figure.cumulative_individuals IS DISTINCT FROM mart.cumulative_individuals
