-- One row per calendar year and location of the breached information.
--
-- A breach with several locations counts in each, so the rows of a year add up to more than its
-- breaches. Every location has a row in every year.
--
-- Key: year, location
--
-- year                    Year of submission to OCR.
-- location                As the portal writes it; "Not stated" where it is blank.
-- breaches, individuals, cumulative_individuals,
-- is_partial_year  As in figures.breaches_by_year_and_entity_type.

with stated as (
    select
        marts.breaches.year,
        coalesce(location, 'Not stated') as location,
        marts.breaches.individuals
    from marts.breaches
    left join marts.breach_locations using (breach_id)
    where vanished_on is null
),

grid as (
    select
        year,
        location,
        is_partial_year
    from marts.years
    cross join (select distinct location from stated) as locations
),

counted as (
    select
        year,
        location,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from stated
    group by all
),

filled as (
    select
        year,
        location,
        coalesce(breaches, 0) as breaches,
        case when breaches is null then 0 else individuals end as individuals,
        is_partial_year
    from grid
    left join counted using (year, location)
)

select
    year,
    location,
    breaches,
    individuals,
    cast(sum(individuals) over (partition by location order by year) as bigint)
        as cumulative_individuals,
    is_partial_year
from filled
order by year, location
