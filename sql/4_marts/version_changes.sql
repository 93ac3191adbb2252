-- One row per version of a breach and column in which it differs from the previous version.
--
-- Call it in any SQL: from marts.version_changes('0123456789abcdef') order by version.
--
-- Given: breach_asked
--
-- Key: version, changed_column
--
-- version, valid_from, valid_to, is_vanished  As in marts.breach_versions.
-- matched_by       Why it is the same breach as before, as in marts.breach_versions.
-- name_similarity  Similarity of the two names, likewise.
-- changed_column   Column of marts.breach_versions; first for the first version, and none for a
--                  return with the same values.
-- old_value        Value of the previous version, as text; null if blank.
-- new_value        Value of this version, likewise.

with versions as (
    select
        *,
        case
            when version = 1 then ['first']
            when len(changed_columns) = 0 then ['none']
            else changed_columns
        end as differing
    from marts.breach_versions
    where breach_id = breach_asked
),

-- Every value as text, by the name of its column.
valued as (
    select
        version,
        map {
            'view': view,
            'entity_name': entity_name,
            'state': state,
            'entity_type': entity_type,
            'individuals': cast(individuals as varchar),
            'submitted_on': cast(submitted_on as varchar),
            'breach_types': array_to_string(breach_types, ', '),
            'locations': array_to_string(locations, ', '),
            'has_business_associate': cast(has_business_associate as varchar),
            'description': description
        } as texts
    from marts.breach_versions
    where breach_id = breach_asked
),

columns_of as (
    select
        version,
        unnest(differing) as changed_column
    from versions
)

select
    columns_of.version,
    valid_from,
    valid_to,
    is_vanished,
    matched_by,
    name_similarity,
    changed_column,
    older.texts[changed_column] as old_value,
    newer.texts[changed_column] as new_value
from columns_of
join versions using (version)
join valued as newer using (version)
left join valued as older on older.version = newer.version - 1
order by columns_of.version, changed_column
