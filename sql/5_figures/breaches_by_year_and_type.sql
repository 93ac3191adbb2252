-- One row per calendar year and type of breach.
--
-- A breach with several types counts in each, so the rows of a year add up to more than its
-- breaches. Every type has a row in every year.
--
-- Key: year, breach_type
--
-- year                    Year of submission to OCR.
-- breach_type             As the portal writes it; "Not stated" where it is blank.
-- breaches, individuals, cumulative_individuals,
-- is_partial_year  As in figures.breaches_by_year_and_entity_type.

with stated as (
    select
        marts.breaches.year,
        coalesce(breach_type, 'Not stated') as breach_type,
        marts.breaches.individuals
    from marts.breaches
    left join marts.breach_types using (breach_id)
    where vanished_on is null
),

grid as (
    select
        year,
        breach_type,
        is_partial_year
    from marts.years
    cross join (select distinct breach_type from stated) as types
),

counted as (
    select
        year,
        breach_type,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from stated
    group by all
),

filled as (
    select
        year,
        breach_type,
        coalesce(breaches, 0) as breaches,
        case when breaches is null then 0 else individuals end as individuals,
        is_partial_year
    from grid
    left join counted using (year, breach_type)
)

select
    year,
    breach_type,
    breaches,
    individuals,
    cast(sum(individuals) over (partition by breach_type order by year) as bigint)
        as cumulative_individuals,
    is_partial_year
from filled
order by year, breach_type
