-- One row per breach and column that differs between the current capture and the previous one.
--
-- Both are complete captures; without two there is no row. For any other two captures use
-- marts.changes.
--
-- Key: breach_id, changed_column
--
-- breach_id, changed_column  As in marts.changes.
-- kind                revised; added or vanished: the breach itself; moved: between the views;
--                     described: a description was published.
-- entity_name         Newest name, as are state, year and submitted_on.
-- state, year, submitted_on  As in marts.breaches.
-- old_value           Value in the previous capture, as text; null where blank or not listed.
-- new_value           Value in the current capture, as text; null likewise.
-- old_individuals     People affected, in the previous capture; null likewise.
-- new_individuals     People affected, in the current capture; null likewise.
-- individuals_change  What this row adds to the individuals of all breaches; 0 where it is about
--                     another column.
-- matched_by, name_similarity  As in marts.changes.
-- old_version         Version of the breach in the previous capture; null where it is not listed.
-- new_version         Version of the breach in the current capture; null where it is not listed.

with complete as (
    select
        capture,
        is_current,
        lag(capture) over (order by captured_on, capture_no) as previous_capture
    from marts.captures
    where is_complete
)

select *
from marts.changes(
    (select previous_capture from complete where is_current),
    (select capture from complete where is_current)
)
order by abs(individuals_change) desc, kind, submitted_on, breach_id, changed_column
