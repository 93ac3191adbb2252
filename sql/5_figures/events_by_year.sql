-- One row per calendar year: the number of reports and of events.
--
-- An event of several reports counts in the year of the first. marts.events joins reports if their
-- words show that they are one event; most descriptions name no vendor, so the number of events is
-- too high rather than too low. Neither number can replace the other.
--
-- Key: year
--
-- year                       Year of submission to OCR.
-- breaches                   Breaches reported; each report counts.
-- events                     Events whose first report is of the year.
-- breaches_of_shared         Reports of the year whose event has other reports, of any year.
-- largest_event_breaches     Most reports of one event of the year; null in a year without one.
-- individuals, largest_individuals  As in figures.breaches_by_state.
-- largest_event_individuals  People affected by the largest event of the year, all its reports
--                            together; null likewise.
-- is_partial_year            True where the list cannot cover the year.

select
    marts.years.year,
    count(breach_id) as breaches,
    count(case when is_first then 1 end) as events,
    count(case when event_breaches > 1 then 1 end) as breaches_of_shared,
    max(case when is_first then event_breaches end) as largest_event_breaches,
    cast(sum(individuals) as bigint) as individuals,
    max(individuals) as largest_individuals,
    max(case when is_first then event_individuals end) as largest_event_individuals,
    is_partial_year
from marts.years
left join (select * from marts.breaches join marts.events using (breach_id)) as reports using (year)
group by all
order by marts.years.year
