-- One row per calendar year and state, district, territory or other value of state in a report.
--
-- States and the District of Columbia have a row in every year of the list, even without a breach;
-- so has any other value that at least one breach has. The state is that of the reporting entity,
-- not of its patients. Since 2016 the portal leaves territories blank.
--
-- Key: year, state
--
-- year                 Year of submission to OCR.
-- state, name, kind  As in figures.breaches_by_state.
-- breaches             Breaches reported; 0 where none was.
-- individuals, largest_individuals, is_partial_year  As in figures.breaches_by_year.

with counted as (
    select
        year,
        coalesce(state, 'Not stated') as state,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals,
        max(individuals) as largest_individuals
    from marts.breaches
    where vanished_on is null
    group by all
),

places as (
    select state
    from marts.states
    where kind in ('state', 'district')
    union -- a place counts once
    select state
    from counted
)

select
    marts.years.year,
    places.state,
    name,
    kind,
    coalesce(breaches, 0) as breaches,
    individuals,
    largest_individuals,
    is_partial_year
from marts.years
cross join places
left join marts.states using (state)
left join counted
    on counted.year = marts.years.year
    and counted.state = places.state
order by marts.years.year, places.state
