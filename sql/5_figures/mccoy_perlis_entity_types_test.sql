-- the breaches of McCoy and Perlis's figure by type of entity are those of the list as of their day
with counted as (
    select
        year,
        entity_type,
        sum(breaches) as breaches,
        sum(coalesce(individuals, 0)) as individuals
    from figures.mccoy_perlis_entity_types
    group by all
),

wanted as (
    select
        year,
        entity_type,
        count(*) as breaches,
        sum(coalesce(individuals, 0)) as individuals
    from (
        select
            year,
            coalesce(entity_type, 'Not stated') as entity_type,
            individuals
        from marts.breaches_as_of(date '2018-01-04')
        where year between 2010 and 2017
            and exists (
                select 1
                from marts.captures
                where is_complete and captured_on <= date '2018-01-04'
            )
    )
    group by all
)

select
    year,
    entity_type,
    counted.breaches,
    wanted.breaches as breaches_wanted,
    counted.individuals,
    wanted.individuals as individuals_wanted
from counted
full join wanted using (year, entity_type)
where coalesce(counted.breaches, 0) <> coalesce(wanted.breaches, 0)
    or coalesce(counted.individuals, 0) <> coalesce(wanted.individuals, 0);

-- cumulative people of McCoy and Perlis's figure by type of entity add up
select year, entity_type, individuals, cumulative_individuals
from (
    select
        *,
        lag(cumulative_individuals) over (partition by entity_type order by year) as before
    from figures.mccoy_perlis_entity_types
)
where coalesce(cumulative_individuals, 0) <> coalesce(before, 0) + coalesce(individuals, 0);
