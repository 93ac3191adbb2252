-- the figure of McCoy and Perlis by location has the breaches and people of marts.mccoy_perlis
select year, location, figure.breaches, mart.breaches as breaches_wanted
from figures.mccoy_perlis_locations as figure
full join (
    select *, category as location
    from marts.mccoy_perlis
    where breakdown = 'location'
) as mart using (year, location)
where figure.breaches is distinct from mart.breaches
    or figure.cumulative_individuals is distinct from mart.cumulative_individuals;
