-- every location of every breach is counted, and each breach without one once
select counted, breaches
from (
    select cast(coalesce(sum(breaches), 0) as bigint) as counted
    from figures.breaches_by_year_and_location
)
cross join (
    select count(*) as breaches
    from marts.breaches
    left join marts.breach_locations using (breach_id)
    where vanished_on is null
)
where counted <> breaches;

-- individuals add up to those of the breaches, each counted once for every location
select counted, individuals
from (select coalesce(sum(individuals), 0) as counted from figures.breaches_by_year_and_location)
cross join (
    select coalesce(sum(marts.breaches.individuals), 0) as individuals
    from marts.breaches
    left join marts.breach_locations using (breach_id)
    where vanished_on is null
)
where counted <> individuals;

-- cumulative individuals of a location are those of the year before and the year's own, never fewer
with lagged as (
    select
        year,
        location,
        coalesce(individuals, 0) as individuals,
        coalesce(cumulative_individuals, 0) as cumulative_individuals,
        coalesce(lag(cumulative_individuals) over (partition by location order by year), 0)
            as cumulative_before
    from figures.breaches_by_year_and_location
)

select year, location, individuals, cumulative_before, cumulative_individuals
from lagged
where cumulative_individuals < cumulative_before
    or cumulative_individuals <> cumulative_before + individuals;

-- every location ends with as many cumulative individuals as its breaches affected
with ended as (
    select location, coalesce(cumulative_individuals, 0) as cumulative_individuals
    from figures.breaches_by_year_and_location
    where year = (select max(year) from marts.years)
),

wanted as (
    select
        coalesce(location, 'Not stated') as location,
        coalesce(sum(marts.breaches.individuals), 0) as individuals
    from marts.breaches
    left join marts.breach_locations using (breach_id)
    where vanished_on is null
    group by all
)

select location, cumulative_individuals, individuals
from ended
full join wanted using (location)
where cumulative_individuals is distinct from individuals;
