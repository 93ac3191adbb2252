-- generated from sql/5_figures/mccoy_perlis_entity_types_test.sql sha256:e8fdbb1deb61b8589e099464b91390a071b5ef78acd5fa95a6b8b00de4291a76 by tools/dialect 1; do not edit
SELECT
  year,
  entity_type,
  figure.breaches,
  mart.breaches AS breaches_wanted
FROM figures.mccoy_perlis_entity_types AS figure
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
    category AS entity_type
  FROM marts.mccoy_perlis
  WHERE
    breakdown = 'entity_type'
) AS mart
  USING (year, entity_type)
WHERE
  figure.breaches IS DISTINCT FROM mart.breaches
  OR figure.cumulative_individuals IS DISTINCT FROM mart.cumulative_individuals
