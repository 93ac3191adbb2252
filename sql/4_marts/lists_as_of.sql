-- One row per day asked and breach of the list as it stood on that day.
--
-- Call it in any SQL: from marts.lists_as_of([date '2018-01-04', date '2020-08-29']). For one day,
-- marts.breaches_as_of is shorter. Of each breach it is the version that holds on the day: the
-- newest captured on or before it, unless the breach had vanished by then. A breach that was first
-- captured later counts too where it was submitted after the newest submission of the last complete
-- capture by then, in which it could not have stood, and so long before the day that it was posted
-- by then: by the lag of reference.posting_lags, which is a model. Its oldest known version is
-- shown, and it is flagged as reconstructed.
--
-- Given: days_asked
--
-- Key: as_of_day, breach_id
--
-- as_of_day               The day; one that is named twice counts once.
-- breach_id               The same in all versions.
-- entity_name             Covered entity or business associate that reported.
-- state                   Postal code of its state; null where blank.
-- entity_type             Type of the reporting entity; null where blank.
-- individuals             People affected; null where the report states none, never 0 for that.
-- submitted_on            Calendar day the report reached OCR.
-- year                    Year of submitted_on.
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
--                         where it is not known.
-- view                    archive, under-investigation or all: where the portal lists it; null
--                         where that is unknown: a newer capture of its last known view lacks it,
--                         or no capture by the day lists it yet.
-- view_unknown_since      Day of the first capture of its last known view that no longer lists it;
--                         null while its view is known, and where no capture lists it yet.
-- version                 Which version of the breach it is, counted from the oldest known.
-- valid_from              Day of the capture that first shows this version.
-- is_reconstructed        True where that capture is after the day asked for.
-- is_duplicate            True for the second and later of reports alike in every value.
-- source_file             Snapshot file in which this version stood first.
-- source_line             Line of that file on which it begins, counted from 1.

with days as (
    select distinct unnest(cast(days_asked as date[])) as as_of_day
),

last_seen as (
    select
        as_of_day,
        coalesce(max(newest_submitted_on), date '0001-01-01') as newest_submitted_on
    from days
    left join marts.captures on is_complete and captured_on <= as_of_day
    group by all
),

posting as (
    select
        as_of_day,
        cast(max_by(lag_days, applies_from) as integer) as lag_days
    from days
    left join reference.posting_lags on as_of_day between applies_from and applies_to
    group by all
),

unknown as (
    select as_of_day, breach_id, unknown_since
    from marts.unknown_views
    join days on unknown_since <= as_of_day
        and (known_on is null or known_on > as_of_day)
)

select
    as_of_day,
    breach_id,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    year(submitted_on) as year,
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
    case when unknown_since is null and valid_from <= as_of_day then view end as view,
    unknown_since as view_unknown_since,
    version,
    valid_from,
    valid_from > as_of_day as is_reconstructed,
    is_duplicate,
    source_file,
    source_line
from marts.breach_versions
cross join last_seen
join posting using (as_of_day)
left join unknown using (as_of_day, breach_id)
where (valid_from <= as_of_day and (valid_to is null or valid_to > as_of_day))
    or (
        valid_from > as_of_day
        and version = 1
        and submitted_on + lag_days <= as_of_day
        and submitted_on > newest_submitted_on
    )
