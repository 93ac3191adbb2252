-- One row per piece of evidence for how long after its submission the list shows a report.
--
-- The portal says when a report was submitted, not when it was posted. marts.breaches_as_of needs
-- the second for breaches that no capture by a day lists. It takes the lag in force on that day.
--
-- Key: evidence
--
-- evidence             Short name of the evidence.
-- kind                 assumed, measured (a printed total fits the reports up to one day), or at
--                      most (the newest submission in a capture bounds the lag of that day).
-- applies_from         First day on which the lag is in force; null where it is evidence alone.
-- applies_to           Last day; likewise. Of several in force, the one that began last counts.
-- measured_on          Day of the printed count or of the capture; null for an assumption.
-- lag_days             Days from the newest submission that the list shows to that day.
-- newest_submitted_on  That submission; null for an assumption.
-- printed              The total that was printed; null where there is none.
-- source_url           Where it was read; null for a capture.
-- note                 How the lag follows from it.

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
