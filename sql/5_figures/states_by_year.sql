-- One row per calendar year and state, district, territory or other value that a report has.
--
-- States and the District of Columbia have a row in every year, also one without a breach; any
-- other value, from the first to the last year of the list where one breach has it. The state is
-- that of the reporting entity and not of its patients. Territories are left blank since 2016.
--
-- Key: year, state
--
-- year                 Year of submission to OCR.
-- state                Postal code as published; "Not stated" where blank.
-- name                 Its name; null where not stated, and for a code that nobody knows.
-- kind                 state, district, territory or freely associated state; null likewise.
-- breaches             Breaches reported; 0 where none was.
-- individuals          People affected, of the breaches that state a number; null if none does.
-- largest_individuals  The largest single breach; null likewise.
-- is_partial_year      True where the list cannot cover the year.

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
