-- One row per day of the week: breaches submitted on it.
--
-- Counts the listed breaches of all years. The day is that on which a report reached OCR, which the
-- entity chooses; it says nothing about the day of the breach.
--
-- Key: weekday
--
-- weekday             1 for Monday to 7 for Sunday (ISO 8601).
-- name                Its name in English.
-- breaches            Breaches submitted on such a day.
-- breaches_share      Share of all breaches, 0 to 1; null in an empty list.
-- individuals, median_individuals  As in figures.breaches_by_year.

with days (weekday, name) as (
    values
        (1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'),
        (6, 'Saturday'), (7, 'Sunday')
),

counted as (
    select
        isodow(submitted_on) as weekday,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals,
        median(individuals) as median_individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select
    cast(weekday as bigint) as weekday,
    name,
    coalesce(breaches, 0) as breaches,
    coalesce(breaches, 0) / cast(sum(breaches) over () as double) as breaches_share,
    individuals,
    median_individuals
from days
left join counted using (weekday)
order by weekday
