-- One row per year and type of entity of McCoy and Perlis (JAMA 2018), as of their day.
--
-- What is counted, and what is left out, is as in marts.mccoy_perlis.
--
-- Key: year, entity_type
--
-- year  As in marts.mccoy_perlis.
-- entity_type  As the portal writes it.
-- breaches, individuals, cumulative_individuals, is_partial_year, reconstructed_breaches,
-- all_breaches, all_reconstructed, as_of_on  As in marts.mccoy_perlis.

select
    year,
    category as entity_type,
    breaches,
    individuals,
    cumulative_individuals,
    is_partial_year,
    reconstructed_breaches,
    all_breaches,
    all_reconstructed,
    as_of_on
from marts.mccoy_perlis
where breakdown = 'entity_type'
order by year, entity_type
