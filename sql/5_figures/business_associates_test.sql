-- breaches and individuals with, without and not stated are those of the mart, year by year
with counted as (
    select
        year,
        coalesce(has_business_associate, false) as is_with,
        count(*) as breaches,
        sum(individuals) as individuals
    from marts.breaches
    where vanished_on is null
        and has_business_associate is not null
    group by all
),

stated as (
    select year, true as is_with, breaches_with as breaches, individuals_with as individuals
    from figures.business_associates
    where breaches_with > 0
    union all
    select
        year,
        false as is_with,
        breaches_without as breaches,
        individuals_without as individuals
    from figures.business_associates
    where breaches_without > 0
)

select year, is_with, stated.breaches, counted.breaches as counted
from stated
full join counted using (year, is_with)
where stated.breaches is distinct from counted.breaches
    or stated.individuals is distinct from counted.individuals;

-- every breach of a year is counted once, and shares are those of the counts
select year, breaches, breaches_with_share, individuals_with_share
from figures.business_associates
left join (
    select year, count(*) as counted
    from marts.breaches
    where vanished_on is null
    group by all
) using (year)
where breaches <> coalesce(counted, 0)
    or breaches_with + breaches_without + breaches_not_stated <> breaches
    or breaches_not_stated < 0
    or abs(breaches_with_share * (breaches_with + breaches_without) - breaches_with) > 1e-6
    or (breaches_with_share is null) <> (breaches_with + breaches_without = 0)
    or abs(
        individuals_with_share
            * (coalesce(individuals_with, 0) + coalesce(individuals_without, 0))
            - coalesce(individuals_with, 0)
    ) > 1e-3
    or individuals_with + individuals_without > individuals;
