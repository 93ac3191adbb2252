-- One row per breach and capture: the views of a capture together.
--
-- A report that stands in both views of a capture counts once, as the archive shows it: reports
-- are paired one to one by all published values except the description, so two like reports in
-- one view stay two. Values are alike where they are the same after staging, upper and lower case
-- told apart.
--
-- Key: captured_on, capture_no, breach_id
--
-- captured_on             Day of the capture.
-- capture_no              Which capture of that day, counted from 1.
-- breach_id               Made from the published values; the same values give the same id.
-- source_file             Snapshot file the report came from.
-- source_line             Line of that file on which it begins, counted from 1.
-- view                    archive, under-investigation or all.
-- entity_name             Covered entity or business associate that reported.
-- state                   Postal code; null where blank.
-- entity_type             Type of the reporting entity; null where blank.
-- individuals             People affected; null where the report states none.
-- submitted_on            Calendar day the report reached OCR.
-- breach_types            Types of the breach, alphabetical; null where blank.
-- locations               Locations of the information, alphabetical; null where blank.
-- has_business_associate  Whether a business associate was involved; null where blank.
-- description             What OCR published of the case; null while none was.
-- is_duplicate            True for the second and later of reports alike in every value.

with listed as (
    select
        source_file,
        source_line,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate,
        description,
        intermediate.captures.captured_on,
        intermediate.captures.capture_no,
        staging.listings.view
    from staging.breach_reports
    join staging.listings using (source_file, source_line)
    join intermediate.captures
        on list_contains(views, staging.listings.view)
        and (intermediate.captures.captured_on, intermediate.captures.capture_no)
            between (first_captured_on, first_capture_no) and (last_captured_on, last_capture_no)
),

keyed as (
    select
        *,
        md5(concat_ws(
            chr(31),
            coalesce(entity_name, ''),
            coalesce(state, ''),
            coalesce(entity_type, ''),
            coalesce(cast(individuals as varchar), ''),
            coalesce(cast(submitted_on as varchar), ''),
            coalesce(array_to_string(breach_types, ','), ''),
            coalesce(array_to_string(locations, ','), ''),
            coalesce(cast(has_business_associate as varchar), '')
        )) as report_key
    from listed
),

counted as (
    select
        *,
        row_number() over (
            partition by captured_on, capture_no, report_key, view
            order by description nulls last, source_line
        ) as occurrence
    from keyed
),

paired as (
    select
        *,
        row_number() over (
            partition by captured_on, capture_no, report_key, occurrence
            order by view
        ) as copy
    from counted
),

merged as (
    select *
    from paired
    where copy = 1
)

select
    captured_on,
    capture_no,
    left(md5(report_key || ' ' || occurrence), 16) as breach_id,
    source_file,
    source_line,
    view,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    breach_types,
    locations,
    has_business_associate,
    description,
    row_number() over (
        partition by captured_on, capture_no, report_key, coalesce(description, '')
        order by occurrence
    ) > 1 as is_duplicate
from merged
