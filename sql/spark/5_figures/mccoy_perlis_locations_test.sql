-- generated from sql/5_figures/mccoy_perlis_locations_test.sql sha256:4c4150bc1a842f75e6d0ac3a5eaec34baf2e71dedfab868abfb1f3d28b196b6c by tools/dialect 1; do not edit
SELECT
  year,
  location,
  figure.breaches,
  mart.breaches AS breaches_wanted
FROM figures.mccoy_perlis_locations AS figure
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
    category AS location
  FROM marts.mccoy_perlis
  WHERE
    breakdown = 'location'
) AS mart
  USING (year, location)
WHERE
  figure.breaches IS DISTINCT FROM mart.breaches
  OR figure.cumulative_individuals IS DISTINCT FROM mart.cumulative_individuals
