-- One row per day asked and breach of the list as it stood on that day.
--
-- Call it in any SQL: from marts.lists_as_of([date '2018-01-04', date '2020-08-29']). For one day,
-- marts.breaches_as_of is shorter. Each breach has the version that was valid on that day: the
-- newest captured on or before it, unless the breach had vanished by then. A breach that was first
-- captured later is included if it must have been on the list already. That is so if it was
-- submitted after the newest submission in the last complete capture by then, and early enough to
-- be posted by that day according to the lag of reference.posting_lags, which is a model. Such a
-- breach is shown in its oldest known version and flagged as reconstructed.
--
-- Given: days_asked
--
-- Key: as_of_day, breach_id
--
-- as_of_day               The day; a day that is named twice has one list.
-- breach_id, entity_name, state, entity_type, individuals, submitted_on, year, breach_types,
-- locations, has_business_associate, description, cause, origin, origin_basis, origin_rule,
-- origin_evidence, origin_by_description, origin_by_type, hicp_threat, view, view_unknown_since,
-- version, valid_from, is_reconstructed, is_duplicate, source_file,
-- source_line  As in marts.breaches_as_of.

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
