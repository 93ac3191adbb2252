-- generated from sql/5_figures/mccoy_perlis_locations.sql sha256:9f9bdec18bab884ac6eeda10c768a334d0d834d0f50114753bb5277af7f4eef9 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`location` as string) as `location`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cumulative_individuals` as bigint) as `cumulative_individuals`,
    cast(`is_partial_year` as boolean) as `is_partial_year`,
    cast(`reconstructed_breaches` as bigint) as `reconstructed_breaches`,
    cast(`all_breaches` as bigint) as `all_breaches`,
    cast(`all_reconstructed` as bigint) as `all_reconstructed`,
    cast(`as_of_on` as date) as `as_of_on`
from (
    SELECT
      year,
      category AS location,
      breaches,
      individuals,
      cumulative_individuals,
      is_partial_year,
      reconstructed_breaches,
      all_breaches,
      all_reconstructed,
      as_of_on
    FROM marts.mccoy_perlis
    WHERE
      breakdown = 'location'
)
