-- the figure of McCoy and Perlis by type of breach has the breaches and people of marts.mccoy_perlis
select year, breach_type, figure.breaches, mart.breaches as breaches_wanted
from figures.mccoy_perlis_breach_types as figure
full join (
    select *, category as breach_type
    from marts.mccoy_perlis
    where breakdown = 'breach_type'
) as mart using (year, breach_type)
where figure.breaches is distinct from mart.breaches
    or figure.cumulative_individuals is distinct from mart.cumulative_individuals;
