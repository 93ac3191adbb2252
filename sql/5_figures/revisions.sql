-- One row per breach and column that differs between the current capture and the one before.
--
-- Both are complete captures; without two there is no row. For any other two captures call
-- marts.changes.
--
-- Key: breach_id, changed_column
--
-- breach_id           The same in all versions.
-- changed_column      Column of marts.breach_versions; view where the breach itself came, went or
--                     moved.
-- kind                revised; added or vanished: the breach itself; moved: between the views;
--                     described: a description where there was none.
-- entity_name         Newest name, as are state, year and submitted_on.
-- state               Postal code; null where blank.
-- year                Year of submitted_on.
-- submitted_on        Calendar day the report reached OCR.
-- old_value           Value in the capture before, as text; null where blank or not listed.
-- new_value           Value in the current capture, as text; null likewise.
-- old_individuals     People affected, in the capture before; null likewise.
-- new_individuals     People affected, in the current capture; null likewise.
-- individuals_change  What this row adds to the individuals of all breaches; 0 where it is about
--                     another column.
-- matched_by          Why both are the same breach, where they are not alike: the least sure match
--                     on the way, as in marts.breach_versions; null where all are exact.
-- name_similarity     The least similarity of two names on the way, 0 to 1; null likewise.
-- old_version         Version of the breach in the capture before; null where it is not listed.
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
