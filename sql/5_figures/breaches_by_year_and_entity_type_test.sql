-- every breach is counted in exactly one year and type
select counted, breaches
from (
    select cast(coalesce(sum(breaches), 0) as bigint) as counted
    from figures.breaches_by_year_and_entity_type
)
cross join (select count(*) as breaches from marts.breaches)
where counted <> breaches;

-- the last cumulative numbers add up to the individuals of all breaches
select counted, individuals
from (
    select coalesce(sum(cumulative_individuals), 0) as counted
    from figures.breaches_by_year_and_entity_type
    where year = (select max(year) from figures.breaches_by_year_and_entity_type)
)
cross join (select coalesce(sum(individuals), 0) as individuals from marts.breaches)
where counted <> individuals;
