-- One row per study or report that printed numbers taken from the breach list.
--
-- Key: study
--
-- study                  Short name by which `breachstats reproduce` takes it.
-- citation               Authors, title and place.
-- doi                    Digital object identifier; null where none was seen.
-- url                    Where it was read, or a report of it.
-- read_on                Day as of which it read the list; null where that is not known.
-- read_note              How that day is known.
-- is_of_next_capture     True where it is counted in the first complete capture on or after that
--                        day, if there is one, without what was not posted yet by then: so it is
--                        with months, which no capture by that day lists.
-- period_start           First day of what it counts; null where not told.
-- period_end             Last day of what it counts; null where not told.
-- rule                   What it counts, and how.
-- is_followed            True where that can be counted from the portal's list.
-- why_not                Why it cannot; null where it can.
-- count_tolerance        Fraction by which a count or a mean may differ and still be within
--                        tolerance, where half a unit of the last printed digit is not more.
-- individuals_tolerance  The same for sums of people.
-- contradictions         What contradicts itself in the source; null where nothing was found.
-- is_of_described        True where it counts only breaches that have a description.

select
    cast(null as varchar) as study,
    cast(null as varchar) as citation,
    cast(null as varchar) as doi,
    cast(null as varchar) as url,
    cast(null as date) as read_on,
    cast(null as varchar) as read_note,
    cast(null as boolean) as is_of_next_capture,
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    cast(null as varchar) as rule,
    cast(null as boolean) as is_followed,
    cast(null as varchar) as why_not,
    cast(null as double) as count_tolerance,
    cast(null as double) as individuals_tolerance,
    cast(null as varchar) as contradictions,
    cast(null as boolean) as is_of_described
where false
