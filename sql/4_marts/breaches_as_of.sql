-- One row per breach of the list as it stood on a day.
--
-- Call it in any SQL: from marts.breaches_as_of(date '2018-01-04'). Each breach has the version
-- that was valid on that day: the newest captured on or before it, unless the breach had vanished
-- by then. A breach that was first captured later is included if it must have been on the list
-- already. That is so if it was submitted after the newest submission in the last complete capture
-- by then, and early enough to be posted by that day according to the lag of
-- reference.posting_lags, which is a model. Such a breach is shown in its oldest known version and
-- flagged as reconstructed.
--
-- Given: as_of_day
--
-- Key: breach_id
--
-- breach_id, entity_name, state, entity_type, individuals,
-- submitted_on  As in marts.breach_versions.
-- year, breach_types, locations, has_business_associate, description, cause, origin, origin_basis,
-- origin_rule, origin_evidence, origin_by_description, origin_by_type,
-- hicp_threat  As in marts.breaches.
-- view                    archive, under-investigation or all: where the portal lists it. Null if
--                         that is unknown: a newer capture of its last known view lacks it, or no
--                         capture by that day lists it yet.
-- view_unknown_since      As in marts.breaches.
-- version                 Which version of the breach it is, counted from the oldest known.
-- valid_from              Day of the capture that first shows this version.
-- is_reconstructed        True if that capture is later than the day asked for.
-- is_duplicate, source_file, source_line  As in marts.breaches.

select * exclude (as_of_day)
from marts.lists_as_of([as_of_day])
