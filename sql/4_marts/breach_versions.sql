-- One row per breach and version: everything the portal published of it, and when.
--
-- The portal overwrites its list; this table keeps what it published before. A version is valid
-- from the capture that first shows it until before the capture that shows another version or none.
--
-- Key: breach_id, version
--
-- breach_id               The same in all versions.
-- version                 1 for the oldest known, counting up.
-- valid_from              Day of the first capture that shows it.
-- valid_to                Day of the first capture that no longer shows it; null while it is valid.
-- first_capture           Name of the first capture that shows it: 2024-10-17, or 2024-10-17.2.
-- last_capture            Name of the last capture that lists it.
-- is_vanished             True if the capture of valid_to does not list the breach at all.
-- is_return               True if the breach had vanished before this version.
-- changed_columns         What differs from the previous version; null for the first, empty for a
--                         return with the same values.
-- matched_by              Why it is the same breach as the previous version, most certain first:
--                         exact; same name and day; same count, day and state; similar name and
--                         day; same count and day; same name, count and state. Null for the first.
-- name_similarity         Jaro-Winkler similarity of the two names' letters and digits, 0 to 1;
--                         null for the first and where matched_by is exact.
-- entity_name, state, entity_type, individuals, submitted_on, breach_types, locations,
-- has_business_associate, description, cause, origin, origin_basis, origin_rule, origin_evidence,
-- origin_by_description, origin_by_type, hicp_threat  As in marts.breaches.
-- view                    archive, under-investigation or all: where the portal listed it.
--                         marts.unknown_views has the days in which that was no longer known.
-- is_duplicate, source_file, source_line  As in marts.breaches.

with versions as (
    select * exclude (individuals, submitted_on)
    from intermediate.breach_versions
)

select
    breach_id,
    version,
    shown.captured_on as valid_from,
    gone.captured_on as valid_to,
    shown.capture as first_capture,
    listed.capture as last_capture,
    is_vanished,
    is_return,
    changed_columns,
    case rung
        when 0 then 'exact'
        when 1 then 'same name and day'
        when 2 then 'same count, day and state'
        when 3 then 'similar name and day'
        when 4 then 'same count and day'
        when 5 then 'same name, count and state'
    end as matched_by,
    case when rung > 0 then name_similarity end as name_similarity,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    breach_types,
    locations,
    has_business_associate,
    description,
    origins.* exclude (description_no, types),
    view,
    is_duplicate,
    source_file,
    source_line
from versions
join intermediate.reports using (report_no)
join staging.descriptions using (report_no)
join intermediate.origins using (description_no, types)
join intermediate.captures as shown on shown.capture_order = first_order
join intermediate.captures as listed on listed.capture_order = last_order
left join intermediate.captures as gone on gone.capture_order = gone_order
order by submitted_on desc, breach_id, version
