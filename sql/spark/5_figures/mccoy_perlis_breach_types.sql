-- generated from sql/5_figures/mccoy_perlis_breach_types.sql sha256:1916482ba4fba1f9295ab918e691a3cba131d3d0f7318bcc9f31d2bf17d92f9f by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breach_type` as string) as `breach_type`,
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
      category AS breach_type,
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
      breakdown = 'breach_type'
)
