-- One row per breach ever listed, at its newest version; vanished_on is null for those listed now.
--
-- Breaches of 500 or more individuals (45 CFR 164.408). To count what the portal lists, leave out
-- the few that vanished from it: where vanished_on is null. Reports with the same values throughout
-- are kept, counted and flagged: the portal lists them twice, and outsiders cannot know whether
-- they are one breach. The list is that of the newest complete capture; if built --as-of a day, it
-- is the list of that day as in marts.breaches_as_of.
--
-- Key: breach_id
--
-- breach_id               Sixteen hexadecimal digits; the same in every version of the breach.
-- entity_name, state, entity_type, individuals, submitted_on  As in staging.breach_reports.
-- year                    Year of submission to OCR.
-- breach_types, locations, has_business_associate  As in staging.breach_reports.
-- description             What OCR published about the case; null until it does.
-- cause                   What caused it: one of the 16 causes of Jiang and Bai (JAMA Intern Med
--                         2019), as in reference.causes; null where nothing decides.
-- origin                  internal or external to the entity; null where nothing decides.
-- origin_basis            description or type: what decided; null where nothing did.
-- origin_rule             Rule of reference.origin_rules that decided.
-- origin_evidence         The words that decided, in lower case.
-- origin_by_description   The origin if descriptions alone count.
-- origin_by_type          The origin by a naive map of the portal's types alone, for comparison.
-- hicp_threat             Threat of HICP that it is an example of, as in reference.hicp_threats;
--                         null if not known.
-- view                    archive, under-investigation or all: where the portal lists it, or
--                         listed it last if it vanished. Null if that is unknown: a newer capture
--                         of its last known view lacks it, or no capture by the day shown lists it
--                         yet.
-- view_unknown_since      Day of the first capture of its last known view that no longer lists it;
--                         null while its view is known, and if no capture lists it yet.
-- first_captured_on       Day of the first capture that lists the breach.
-- last_captured_on        Day of the last capture by the day shown that lists it; null if none of
--                         them lists it yet.
-- versions                Number of versions known by the day shown; 1 if it was never revised.
-- vanished_on             Day of the first capture that no longer lists it; null while listed.
-- is_reconstructed        True if it was first captured after the day shown.
-- is_duplicate            True for the second and later of reports with the same values throughout.
-- source_file, source_line  As in intermediate.reports.
-- entity_key              Key of the reporter, the same for all spellings of the name: case,
--                         punctuation, legal forms and d/b/a do not count
--                         (intermediate.entity_keys). Namesakes share it. Null for an entry that is
--                         no name, such as N/A.
-- entity_breaches         How many listed breaches have this entity_key; null without a key.

with shown as (
    select as_of_on, is_as_of
    from intermediate.captures
    where is_current
),

listed as (
    select
        * exclude (valid_from),
        cast(null as date) as vanished_on
    from marts.breaches_as_of((select as_of_on from shown))
    where not is_reconstructed
        or (select is_as_of from shown)
),

-- The newest version of each breach that is not listed.
unlisted as (
    select
        breach_id,
        max(version) as version,
        max(valid_to) as vanished_on
    from marts.breach_versions
    anti join listed using (breach_id)
    where valid_from <= (select as_of_on from shown)
    group by all
),

vanished as (
    select
        breach_versions.* exclude (
            valid_from, valid_to, first_capture, last_capture, is_vanished, is_return,
            changed_columns, matched_by, name_similarity
        ),
        year(submitted_on) as year,
        cast(null as date) as view_unknown_since,
        false as is_reconstructed,
        vanished_on
    from marts.breach_versions
    join unlisted using (breach_id, version)
),

together as (
    select * from listed
    union all by name
    select * from vanished
),

-- The last capture by the day shown that saved each view.
saved as (
    select
        view,
        max(captured_on) as captured_on
    from intermediate.captures
    cross join unnest(views) as each_view(view)
    where captured_on <= as_of_on
    group by all
),

-- The days of the captures that list each breach, by the day shown.
seen as (
    select
        breach_id,
        min(first_seen.captured_on) as first_captured_on,
        max(least(last_seen.captured_on, saved.captured_on)) filter (
            where first_seen.captured_on <= first_seen.as_of_on
        ) as last_captured_on
    from intermediate.listings
    join intermediate.identities using (report_key, place)
    join intermediate.captures as first_seen on first_seen.capture_order = first_order
    join intermediate.captures as last_seen on last_seen.capture_order = last_order
    left join saved using (view)
    group by all
),

-- How many listed breaches have each key: a window with a part for each takes ten times as long.
reporters as (
    select
        entity_key,
        count(*) as entity_breaches
    from together
    join intermediate.entity_keys using (entity_name)
    where vanished_on is null
        and entity_key is not null
    group by all
)

select
    together.* exclude (
        version, vanished_on, is_reconstructed, is_duplicate, source_file, source_line
    ),
    first_captured_on,
    last_captured_on,
    version as versions,
    vanished_on,
    is_reconstructed,
    is_duplicate,
    source_file,
    source_line,
    entity_key,
    case when entity_key is not null then coalesce(entity_breaches, 0) end as entity_breaches
from together
join seen using (breach_id)
left join intermediate.entity_keys using (entity_name)
left join reporters using (entity_key)
order by submitted_on desc, breach_id
