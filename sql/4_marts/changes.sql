-- One row per breach and column that differs between two captures.
--
-- Call it in any SQL: from marts.changes('2017-09-13', '2024-10-17'). The captures may be named in
-- either order: old is the earlier one. If there are no captures of these names, there is no row. A
-- change that was undone in between is not shown. If a capture did not save a view, the breaches of
-- that view are taken as they were last seen: they neither vanish nor are added because of that.
--
-- Given: one_capture, other_capture
--
-- Key: breach_id, changed_column
--
-- breach_id           The same in all versions.
-- changed_column      Column of marts.breach_versions; view if the breach itself was added,
--                     vanished or moved.
-- kind                revised; added or vanished: the breach itself; moved: between the views;
--                     described: a description was published; unknown: listed in one capture,
--                     while the other lacks the view that might list it.
-- entity_name         Newest name, as are state, year and submitted_on: in the later capture, or in
--                     the earlier if the breach vanished.
-- state, year, submitted_on  As in marts.breaches.
-- old_value           Value in the earlier capture, as text; null where blank or not listed.
-- new_value           Value in the later capture, as text; null likewise.
-- old_individuals     People affected, in the earlier capture; null likewise.
-- new_individuals     People affected, in the later capture; null likewise.
-- individuals_change  What this row adds to the individuals of all breaches; 0 where it is about
--                     another column, null where the kind is unknown.
-- matched_by          Why both are the same breach: the least certain match between the two, as in
--                     marts.breach_versions; null if all matches are exact.
-- name_similarity     The lowest similarity of two names in between, 0 to 1; null likewise.
-- old_version         Version of the breach in the earlier capture; null where it is not listed.
-- new_version         Version of the breach in the later capture; null where it is not listed.

with compared as (
    select *
    from marts.compared_breaches(one_capture, other_capture)
    where old_version is distinct from new_version
),

differing as (
    select
        breach_id,
        unnest(case
            when old_version is null or new_version is null then ['view']
            else changed_columns
        end) as changed_column
    from compared
),

-- Each value as text; what is alike in all but white space, or in all that a damaged copy kept, is
-- alike.
versions as (
    select
        breach_id,
        version,
        changed_column,
        individuals,
        case changed_column
            when 'view' then view
            when 'entity_name' then entity_name
            when 'state' then state
            when 'entity_type' then entity_type
            when 'individuals' then cast(individuals as varchar)
            when 'submitted_on' then cast(submitted_on as varchar)
            when 'breach_types' then array_to_string(breach_types, ', ')
            when 'locations' then array_to_string(locations, ', ')
            when 'has_business_associate' then cast(has_business_associate as varchar)
            when 'description' then description
        end as value,
        regexp_replace(value, '\s+', ' ', 'g') as plain_value,
        regexp_replace(value, '[^A-Za-z0-9]', '', 'g') as bare_value,
        contains(value, chr(65533)) as is_damaged
    from differing
    join marts.breach_versions using (breach_id)
),

valued as (
    select
        compared.*,
        differing.changed_column,
        older.value as old_value,
        newer.value as new_value,
        older.individuals as old_individuals,
        newer.individuals as new_individuals
    from differing
    join compared using (breach_id)
    left join versions as older
        on older.breach_id = compared.breach_id
        and older.changed_column = differing.changed_column
        and older.version = old_version
    left join versions as newer
        on newer.breach_id = compared.breach_id
        and newer.changed_column = differing.changed_column
        and newer.version = new_version
    where older.plain_value is distinct from newer.plain_value
        and not coalesce(
            (older.is_damaged or newer.is_damaged) and older.bare_value = newer.bare_value,
            false
        )
),

judged as (
    select
        *,
        coalesce(new_version, old_version) as version,
        case
            when not is_known then 'unknown'
            when old_version is null then 'added'
            when new_version is null then 'vanished'
            when changed_column = 'view' then 'moved'
            when changed_column = 'description' and old_value is null then 'described'
            else 'revised'
        end as kind
    from valued
    -- Out of the one list of all into a view is no move.
    where changed_column <> 'view'
        or old_value is null
        or new_value is null
        or (old_value <> 'all' and new_value <> 'all')
),

named as (
    select
        breach_id,
        version,
        entity_name,
        state,
        submitted_on
    from marts.breach_versions
)

select
    breach_id,
    changed_column,
    kind,
    entity_name,
    state,
    year(submitted_on) as year,
    submitted_on,
    old_value,
    new_value,
    old_individuals,
    new_individuals,
    case
        when kind = 'unknown' then null
        when kind in ('added', 'vanished') or changed_column = 'individuals'
            then coalesce(new_individuals, 0) - coalesce(old_individuals, 0)
        else 0
    end as individuals_change,
    matched_by,
    name_similarity,
    old_version,
    new_version
from judged
join named using (breach_id, version)
order by abs(individuals_change) desc nulls last, kind, submitted_on, breach_id, changed_column
