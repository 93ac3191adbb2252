-- One row per piece of evidence for the time between a report's submission and its posting.
--
-- The portal states when a report was submitted, not when it was posted. marts.breaches_as_of needs
-- the day of posting for breaches that no capture up to a day lists. It uses the lag in force on
-- that day.
--
-- Key: evidence
--
-- evidence             Short name of the evidence.
-- kind                 assumed; measured: a printed total equals the number of reports up to one
--                      day; or at most: the newest submission in a capture limits the lag of that
--                      day.
-- applies_from         First day on which the lag is in force; null if it is only evidence.
-- applies_to           Last day on which it is in force; null if it is only evidence. If several
--                      are in force, the one with the latest applies_from counts.
-- measured_on          Day of the printed count or of the capture; null for an assumption.
-- lag_days             Days from the newest submission that the list shows to measured_on.
-- newest_submitted_on  Day of that submission; null for an assumption.
-- printed              The printed total; null if there is none.
-- source_url           Address of the source; null for a capture.
-- note                 How the lag follows from the evidence.

select
    cast(null as varchar) as evidence,
    cast(null as varchar) as kind,
    cast(null as date) as applies_from,
    cast(null as date) as applies_to,
    cast(null as date) as measured_on,
    cast(null as bigint) as lag_days,
    cast(null as date) as newest_submitted_on,
    cast(null as varchar) as printed,
    cast(null as varchar) as source_url,
    cast(null as varchar) as note
where false
