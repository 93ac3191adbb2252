-- One row per calendar year: people affected, in all breaches and in the largest single one.
--
-- Key: year
--
-- year, breaches  As in figures.breaches_by_year_and_entity_type.
-- breaches_without_count, individuals  As in figures.breaches_by_state.
-- largest_individuals     People affected by the largest single breach; null likewise.
-- largest_entity_name     Who reported that breach; null likewise.
-- is_partial_year, first_submitted_on, last_submitted_on  As in figures.breaches_by_year.

with largest_first as (
    select
        year,
        individuals,
        entity_name,
        row_number() over (partition by year order by individuals desc, breach_id) as place
    from marts.breaches
    where individuals is not null
        and vanished_on is null
),

largest as (
    select
        year,
        individuals as largest_individuals,
        entity_name as largest_entity_name
    from largest_first
    where place = 1
)

select
    marts.years.year,
    count(breach_id) as breaches,
    count(breach_id) - count(individuals) as breaches_without_count,
    cast(sum(individuals) as bigint) as individuals,
    largest_individuals,
    largest_entity_name,
    is_partial_year,
    first_submitted_on,
    last_submitted_on
from marts.years
left join marts.breaches
    on marts.breaches.year = marts.years.year
    and vanished_on is null
left join largest on largest.year = marts.years.year
group by all
order by marts.years.year
