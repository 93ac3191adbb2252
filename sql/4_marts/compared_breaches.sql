-- One row per breach listed in one of two captures or in both.
--
-- Call it in any SQL: from marts.compared_breaches('2017-09-13', '2024-10-17'). The captures may be
-- named in either order: old is the earlier one. If there are no captures of these names, there is
-- no row. If a capture did not save a view, the breaches of that view are taken as last seen.
--
-- Given: one_capture, other_capture
--
-- Key: breach_id
--
-- breach_id        The same in all versions.
-- old_version      Its version in the earlier capture; null where it is not listed there.
-- new_version      Its version in the later capture; likewise.
-- is_known         False if it is listed in one capture, while the other lacks the view that might
--                  list it.
-- changed_columns  What differs between versions from the one capture to the other, in alphabetical
--                  order; may have been undone.
-- matched_by       The least certain match between these versions, as in marts.breach_versions;
--                  null if all are exact.
-- name_similarity  The lowest similarity of two of their names, 0 to 1; null likewise.

with compared as (
    select
        min(capture_order) as old_order,
        max(capture_order) as new_order,
        min(captured_on) as old_captured_on,
        max(captured_on) as new_captured_on,
        min_by(is_complete, capture_order) as is_old_complete,
        max_by(is_complete, capture_order) as is_new_complete
    from intermediate.captures
    where capture in (one_capture, other_capture)
    having count(*) = 2
),

standing as (
    select
        breach_id,
        max(version) filter (
            where first_order <= old_order
                and (gone_order is null or gone_order > old_order)
        ) as old_version,
        max(version) filter (
            where first_order <= new_order
                and (gone_order is null or gone_order > new_order)
        ) as new_version,
        min(submitted_on) as submitted_on,
        min(first_order) as first_order
    from intermediate.breach_versions
    cross join compared
    group by all
    having old_version is not null
        or new_version is not null
),

way as (
    select
        breach_id,
        list_sort(list_distinct(flatten(list(shown.changed_columns)))) as changed_columns,
        max_by(shown.matched_by, stood.rung) filter (where stood.rung > 0) as matched_by,
        min(shown.name_similarity) as name_similarity
    from standing
    join intermediate.breach_versions as stood using (breach_id)
    join marts.breach_versions as shown using (breach_id, version)
    where version > old_version
        and version <= new_version
    group by all
)

select
    breach_id,
    old_version,
    new_version,
    case
        when old_version is null
            then is_old_complete or submitted_on > old_captured_on or first_order <= old_order
        when new_version is null
            then is_new_complete or submitted_on > new_captured_on or first_order <= new_order
        else true
    end as is_known,
    changed_columns,
    matched_by,
    name_similarity
from standing
cross join compared
left join way using (breach_id)
order by breach_id
