-- generated from sql/5_figures/mccoy_perlis_entity_types.sql sha256:d7d8d7f861426469a7c69dc0be38b7a149bf90fef2c524d067bc46bbb9dcb81c by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`entity_type` as string) as `entity_type`,
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
      category AS entity_type,
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
      breakdown = 'entity_type'
)
