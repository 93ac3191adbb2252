-- One row per breach and version: everything the portal published of it, and when.
--
-- The portal overwrites itself; here is what it said before. A version holds from the capture that
-- first shows it up to, not with, the capture that shows another version or none.
--
-- Parts: intermediate.breach_versions, version_no, 491520
--
-- Key: breach_id, version
--
-- breach_id               The same in all versions.
-- version                 1 for the oldest known, counting up.
-- valid_from              Day of the first capture that shows it.
-- valid_to                Day of the capture that no longer does; null while it holds.
-- first_capture           Name of the first capture that shows it: 2024-10-17, or 2024-10-17.2.
-- last_capture            Name of the last capture that lists it.
-- is_vanished             True where the capture of valid_to does not list the breach at all.
-- is_return               True where the breach had vanished before this version.
-- changed_columns         What differs from the version before; null for the first, empty for a
--                         return with the same values.
-- matched_by              Why it is the same breach as the version before, from the surest: exact,
--                         same name and day, same count, day and state, similar name and day, same
--                         count and day, same name, count and state; null for the first.
-- name_similarity         Jaro-Winkler similarity of the two names' letters and digits, 0 to 1;
--                         null for the first and where matched_by is exact.
-- entity_name             Covered entity or business associate that reported.
-- state                   Postal code of its state; null where blank.
-- entity_type             Type of the reporting entity; null where blank.
-- individuals             People affected; null where the report states none, never 0 for that.
-- submitted_on            Calendar day the report reached OCR.
-- breach_types            Types of the breach, alphabetical; null where blank.
-- locations               Locations of the breached information, alphabetical; null where blank.
-- has_business_associate  Whether a business associate was involved; null where blank.
-- description             What OCR published of the case; null while none was.
-- cause                   What caused it: one of the 16 causes of Jiang and Bai (JAMA Intern Med
--                         2019), as in reference.causes; null where nothing decides.
-- origin                  internal or external to the entity; null where nothing decides.
-- origin_basis            description or type: what decided; null where nothing did.
-- origin_rule             Rule of reference.origin_rules that decided.
-- origin_evidence         The words that decided, in lower case.
-- origin_by_description   The origin if descriptions alone count.
-- origin_by_type          The origin by a naive map of the portal's types alone, to compare.
-- hicp_threat             Threat of HICP that it exemplifies, as in reference.hicp_threats; null
--                         where it cannot be told.
-- view                    archive, under-investigation or all: where the portal listed it; when it
--                         was not known any more whether it stood there, marts.unknown_views says.
-- is_duplicate            True for the second and later of reports alike in every value.
-- source_file             Snapshot file in which it stood first.
-- source_line             Line of that file on which it begins, counted from 1.

with versions as (
    select * exclude (individuals, submitted_on)
    from intermediate.breach_versions
    where version_no >= coalesce(getvariable('part_from'), 1)
        and version_no <= coalesce(getvariable('part_to'), 9223372036854775807)
),

described as (
    select source_file, source_line, description
    from staging.breach_reports
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
    cause,
    origin,
    origin_basis,
    origin_rule,
    origin_evidence,
    origin_by_description,
    origin_by_type,
    hicp_threat,
    view,
    is_duplicate,
    source_file,
    source_line
from versions
join intermediate.reports using (source_file, source_line)
join described using (source_file, source_line)
join intermediate.origins using (description_hash, types)
join intermediate.captures as shown on shown.capture_order = first_order
join intermediate.captures as listed on listed.capture_order = last_order
left join intermediate.captures as gone on gone.capture_order = gone_order
order by submitted_on desc, breach_id, version
