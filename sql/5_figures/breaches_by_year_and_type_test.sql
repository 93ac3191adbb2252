-- every type of every breach is counted, and each breach without one once
select counted, breaches
from (
    select cast(coalesce(sum(breaches), 0) as bigint) as counted
    from figures.breaches_by_year_and_type
)
cross join (
    select count(*) as breaches
    from marts.breaches
    left join marts.breach_types using (breach_id)
    where vanished_on is null
)
where counted <> breaches;

-- individuals add up to those of the breaches, each counted once for every type
select counted, individuals
from (select coalesce(sum(individuals), 0) as counted from figures.breaches_by_year_and_type)
cross join (
    select coalesce(sum(marts.breaches.individuals), 0) as individuals
    from marts.breaches
    left join marts.breach_types using (breach_id)
    where vanished_on is null
)
where counted <> individuals;

-- cumulative individuals of a type are those of the year before and the year's own, never fewer
with lagged as (
    select
        year,
        breach_type,
        coalesce(individuals, 0) as individuals,
        coalesce(cumulative_individuals, 0) as cumulative_individuals,
        coalesce(lag(cumulative_individuals) over (partition by breach_type order by year), 0)
            as cumulative_before
    from figures.breaches_by_year_and_type
)

select year, breach_type, individuals, cumulative_before, cumulative_individuals
from lagged
where cumulative_individuals < cumulative_before
    or cumulative_individuals <> cumulative_before + individuals;

-- every type ends with as many cumulative individuals as its breaches affected
with ended as (
    select breach_type, coalesce(cumulative_individuals, 0) as cumulative_individuals
    from figures.breaches_by_year_and_type
    where year = (select max(year) from marts.years)
),

wanted as (
    select
        coalesce(breach_type, 'Not stated') as breach_type,
        coalesce(sum(marts.breaches.individuals), 0) as individuals
    from marts.breaches
    left join marts.breach_types using (breach_id)
    where vanished_on is null
    group by all
)

select breach_type, cumulative_individuals, individuals
from ended
full join wanted using (breach_type)
where cumulative_individuals is distinct from individuals;
