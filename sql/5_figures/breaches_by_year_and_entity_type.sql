-- One row per calendar year and type of covered entity.
--
-- Every breach counts once, under the type of the entity that reported it. Every type has a row in
-- every year.
--
-- Key: year, entity_type
--
-- year                    Year of submission to OCR.
-- entity_type             As the portal writes it; "Not stated" where it is blank.
-- breaches                Breaches reported.
-- individuals             People affected; 0 without a breach, null if no breach states a number.
-- cumulative_individuals  People affected from the first year of the list to the end of this one.
-- is_partial_year         True where the list cannot cover the year.

with stated as (
    select
        year,
        coalesce(entity_type, 'Not stated') as entity_type,
        individuals
    from marts.breaches
    where vanished_on is null
),

grid as (
    select
        year,
        entity_type,
        is_partial_year
    from marts.years
    cross join (select distinct entity_type from stated) as types
),

counted as (
    select
        year,
        entity_type,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from stated
    group by all
),

filled as (
    select
        year,
        entity_type,
        coalesce(breaches, 0) as breaches,
        case when breaches is null then 0 else individuals end as individuals,
        is_partial_year
    from grid
    left join counted using (year, entity_type)
)

select
    year,
    entity_type,
    breaches,
    individuals,
    cast(sum(individuals) over (partition by entity_type order by year) as bigint)
        as cumulative_individuals,
    is_partial_year
from filled
order by year, entity_type
