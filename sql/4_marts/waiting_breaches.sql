-- One row per breach that newer captures list, new or with values that marts.breaches lacks.
--
-- A capture that lacks a view does not replace the last complete one. Its new breaches, and its
-- newer values of known ones, wait for a complete capture, or for a build --as-of newest, which
-- shows them. If a day was asked for, nothing waits, because newer captures were left out on
-- purpose.
--
-- Key: breach_id
--
-- breach_id          The breach in marts.breach_versions.
-- entity_name, state  As in staging.breach_reports.
-- individuals        People affected, by the newest capture that lists it; null if it states no
--                    number.
-- submitted_on       Calendar day the report reached OCR.
-- is_new             True if marts.breaches does not list the breach; false if it lists an older
--                    version.
-- individuals_shown  People affected by that version; null if blank or new.
-- has_other_count    True for a new breach, and if the two numbers differ.
-- first_capture      Name of the capture that first shows the waiting version.
-- source_file        First snapshot file with that version.
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
