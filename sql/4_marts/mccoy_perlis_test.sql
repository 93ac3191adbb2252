-- the breaches of McCoy and Perlis's figures are those of the list as of their day
with listed as (
    select *
    from marts.breaches_as_of(date '2018-01-04')
    where year between 2010 and 2017
        and exists (
            select 1
            from marts.captures
            where is_complete and captured_on <= date '2018-01-04'
        )
),

stated as (
    select year, 'breach_type' as breakdown, unnest(breach_types) as category, individuals
    from listed
    union all
    select year, 'location', unnest(locations), individuals
    from listed
    union all
    select year, 'entity_type', coalesce(entity_type, 'Not stated'), individuals
    from listed
),

wanted as (
    select
        year,
        breakdown,
        category,
        count(*) as breaches,
        sum(coalesce(individuals, 0)) as individuals
    from stated
    where case breakdown
            when 'breach_type' then category not in ('Other', 'Unknown')
            when 'location'
                then category not in ('Other', 'Other Portable Electronic Device', 'Unknown')
            else true
        end
    group by all
)

select
    year,
    breakdown,
    category,
    counted.breaches,
    wanted.breaches as breaches_wanted,
    counted.individuals,
    wanted.individuals as individuals_wanted
from marts.mccoy_perlis as counted
full join wanted using (year, breakdown, category)
where coalesce(counted.breaches, 0) <> coalesce(wanted.breaches, 0)
    or coalesce(counted.individuals, 0) <> coalesce(wanted.individuals, 0);

-- cumulative people of McCoy and Perlis's figures add up
select year, breakdown, category, individuals, cumulative_individuals
from (
    select
        *,
        lag(cumulative_individuals) over (partition by breakdown, category order by year) as before
    from marts.mccoy_perlis
)
where coalesce(cumulative_individuals, 0) <> coalesce(before, 0) + coalesce(individuals, 0);
