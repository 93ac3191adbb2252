-- One row per breach of which newer captures list what marts.breaches does not show.
--
-- A capture that lacks a view does not take the place of the last complete one. What it adds to the
-- list, new breaches and newer values of known ones, waits for a complete capture or for a build
-- --as-of newest, which shows it. Nothing waits where a day was asked for: newer captures were then
-- left out on purpose.
--
-- Key: breach_id
--
-- breach_id          Of marts.breach_versions.
-- entity_name, state  As in staging.breach_reports.
-- individuals        People affected, as the newest capture that lists it says; null where it
--                    states none.
-- submitted_on       Calendar day the report reached OCR.
-- is_new             True where marts.breaches does not list the breach; false where it lists an
--                    older version.
-- individuals_shown  People affected by that version; null where blank or new.
-- has_other_count    True for a new breach, and where the two numbers differ.
-- first_capture      Name of the capture that first shows the version that waits.
-- source_file        Snapshot file in which that version stood first.
-- source_line        Line of that file on which it begins, counted from 1.

with shown as (
    select capture_order
    from intermediate.captures
    where is_current
        and not is_as_of
),

newer as (
    select
        breach_id,
        captures.capture as first_capture,
        report_no
    from intermediate.breach_versions
    join intermediate.captures as captures on captures.capture_order = first_order
    join shown on first_order > shown.capture_order
    where gone_order is null
),

listed as (
    select
        breach_id,
        individuals as individuals_shown,
        source_file as file_shown,
        source_line as line_shown
    from marts.breaches
    where vanished_on is null
)

select
    newer.breach_id,
    entity_name,
    state,
    individuals,
    submitted_on,
    listed.breach_id is null as is_new,
    individuals_shown,
    listed.breach_id is null or individuals is distinct from individuals_shown as has_other_count,
    first_capture,
    source_file,
    source_line
from newer
join intermediate.reports using (report_no)
left join listed using (breach_id)
-- The same report in another view has no other values.
where listed.breach_id is null
    or source_file <> file_shown
    or source_line <> line_shown
order by individuals desc nulls last, newer.breach_id
