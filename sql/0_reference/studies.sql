-- One row per study or report that printed numbers of the breach list.
--
-- Key: study
--
-- study                  Short name, the argument of `breachstats reproduce`.
-- citation               Authors, title and place.
-- doi                    Digital object identifier; null if none was found.
-- url                    Address of the study, or of a report on it.
-- read_on                Day on which it read the list; null if not known.
-- read_note              How that day is known.
-- is_of_next_capture     True if it is counted in the first complete capture on or after read_on,
--                        if there is one, without reports that were not posted by read_on. This is
--                        so for reports on months, which no capture up to that day lists.
-- period_start           First day of submission that it counts; null if not stated.
-- period_end             Last day of submission that it counts; null if not stated.
-- rule                   What it counts, and how.
-- is_followed            True if its numbers can be counted from the portal's list.
-- why_not                Why they cannot; null if they can.
-- count_tolerance        Largest difference of a count or a mean, as a fraction, that is still
--                        within tolerance. Half a unit of the last printed digit is used if that is
--                        more.
-- individuals_tolerance  The same for sums of people.
-- contradictions         Contradictions within the source; null if none was found.
-- is_of_described        True if it counts only breaches that have a description.

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
