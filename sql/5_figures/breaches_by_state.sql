-- One row per state, district and territory, and per other value of state in a report.
--
-- A breach counts in the state of the covered entity or business associate that reported it, not
-- where its patients live: a national company counts with all its patients in one state. Breaches
-- are of all years and residents of 1 April 2020, so a rate compares states and not years.
-- Since 2016 the portal leaves the state blank for every entity in a territory: the 19 blanks in
-- the list of 2024-10-17 are, as far as the names show, in Puerto Rico, Guam and the U.S. Virgin
-- Islands. So no territory has a rate while the list has blanks: its count is too low, and may be a
-- false zero.
--
-- Key: state
--
-- state                    Postal code as published; "Not stated" where blank.
-- name                     Its name; null where not stated, and for an unknown code.
-- kind                     state, district, territory or freely associated state; null likewise.
-- population               Residents by the 2020 Census; null where it did not count: freely
--                          associated states, unknown codes, not stated.
-- breaches                 Breaches of 500 or more individuals; each report counts.
-- breaches_without_count   Those of them that state no number of individuals.
-- individuals              People affected, of the breaches that state a number; null if none does.
-- largest_individuals      The largest single breach; null likewise.
-- is_rate_known            True if there is a population, and all breaches of the place are known:
--                          not for a territory while a listed breach has a blank state.
-- breaches_per_million     Breaches per million residents; null where is_rate_known is false.
-- individuals_per_million  People affected per million residents; may be more than a million,
--                          because of a few giant breaches; null likewise, and if individuals is.

with counted as (
    select
        coalesce(state, 'Not stated') as state,
        count(*) as breaches,
        count(*) - count(individuals) as breaches_without_count,
        cast(sum(individuals) as bigint) as individuals,
        max(individuals) as largest_individuals
    from marts.breaches
    where vanished_on is null
    group by all
),

placed as (
    select
        state,
        name,
        kind,
        population,
        coalesce(breaches, 0) as breaches,
        coalesce(breaches_without_count, 0) as breaches_without_count,
        individuals,
        largest_individuals,
        population is not null and (
            kind <> 'territory'
            or not exists (select 1 from counted where state = 'Not stated')
        ) as is_rate_known
    from marts.states
    full join counted using (state)
    left join reference.state_populations using (state)
    where kind <> 'freely associated state'
        or breaches > 0
)

select
    state,
    name,
    kind,
    population,
    breaches,
    breaches_without_count,
    individuals,
    largest_individuals,
    is_rate_known,
    case when is_rate_known then breaches * 1000000 / cast(population as double) end
        as breaches_per_million,
    case when is_rate_known then individuals * 1000000.0 / cast(population as double) end
        as individuals_per_million
from placed
order by state
