-- every breach is counted in exactly one year and type
select counted, breaches
from (
    select cast(coalesce(sum(breaches), 0) as bigint) as counted
    from figures.breaches_by_year_and_entity_type
)
cross join (
    select count(*) as breaches from marts.breaches where vanished_on is null
)
where counted <> breaches;

-- cumulative individuals of a type of entity are those of the year before and the year's own,
-- never fewer
with lagged as (
    select
        year,
        entity_type,
        coalesce(individuals, 0) as individuals,
        coalesce(cumulative_individuals, 0) as cumulative_individuals,
        coalesce(lag(cumulative_individuals) over (partition by entity_type order by year), 0)
            as cumulative_before
    from figures.breaches_by_year_and_entity_type
)

select year, entity_type, individuals, cumulative_before, cumulative_individuals
from lagged
where cumulative_individuals < cumulative_before
    or cumulative_individuals <> cumulative_before + individuals;

-- every type of entity ends with as many cumulative individuals as its breaches affected
with ended as (
    select entity_type, coalesce(cumulative_individuals, 0) as cumulative_individuals
    from figures.breaches_by_year_and_entity_type
    where year = (select max(year) from marts.years)
),

wanted as (
    select
        coalesce(entity_type, 'Not stated') as entity_type,
        coalesce(sum(marts.breaches.individuals), 0) as individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select entity_type, cumulative_individuals, individuals
from ended
full join wanted using (entity_type)
where cumulative_individuals is distinct from individuals;
