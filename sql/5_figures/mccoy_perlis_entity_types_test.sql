-- the figure of McCoy and Perlis by type of entity has the breaches and people of marts.mccoy_perlis
select year, entity_type, figure.breaches, mart.breaches as breaches_wanted
from figures.mccoy_perlis_entity_types as figure
full join (
    select *, category as entity_type
    from marts.mccoy_perlis
    where breakdown = 'entity_type'
) as mart using (year, entity_type)
where figure.breaches is distinct from mart.breaches
    or figure.cumulative_individuals is distinct from mart.cumulative_individuals;
