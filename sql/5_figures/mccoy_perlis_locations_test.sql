-- the breaches of McCoy and Perlis's figure by location are those of the list as of their day
with counted as (
    select
        year,
        location,
        sum(breaches) as breaches,
        sum(coalesce(individuals, 0)) as individuals
    from figures.mccoy_perlis_locations
    group by all
),

wanted as (
    select
        year,
        location,
        count(*) as breaches,
        sum(coalesce(individuals, 0)) as individuals
    from (
        select
            year,
            unnest(locations) as location,
            individuals
        from marts.breaches_as_of(date '2018-01-04')
        where year between 2010 and 2017
            and exists (
                select 1
                from marts.captures
                where is_complete and captured_on <= date '2018-01-04'
            )
    )
    where location not in ('Other', 'Other Portable Electronic Device', 'Unknown')
    group by all
)

select
    year,
    location,
    counted.breaches,
    wanted.breaches as breaches_wanted,
    counted.individuals,
    wanted.individuals as individuals_wanted
from counted
full join wanted using (year, location)
where coalesce(counted.breaches, 0) <> coalesce(wanted.breaches, 0)
    or coalesce(counted.individuals, 0) <> coalesce(wanted.individuals, 0);

-- cumulative people of McCoy and Perlis's figure by location add up
select year, location, individuals, cumulative_individuals
from (
    select
        *,
        lag(cumulative_individuals) over (partition by location order by year) as before
    from figures.mccoy_perlis_locations
)
where coalesce(cumulative_individuals, 0) <> coalesce(before, 0) + coalesce(individuals, 0);
