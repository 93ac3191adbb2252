-- One row per distinct report in the exports of the HIPAA breach list, typed.
--
-- A blank field is null, and so is \N, which some copies have. A value that cannot be cast is null
-- here, and a test lists it. Names, states, types and locations are trimmed of blanks, tabs, line
-- ends and invisible characters; numbers, days and yes/no values of blanks only.
--
-- Key: report_no
--
-- report_no               Number of the row in raw.breach_reports, from 1.
-- source_file, source_line  As in raw.breach_reports.
-- captured_on             Day of the capture.
-- capture_no, view  As in raw.breach_reports.
-- entity_name             Covered entity or business associate that reported.
-- state                   Postal code; null if blank.
-- entity_type             Type of the reporting entity; null if blank.
-- individuals             People affected; null if the report states none, never 0 for that.
-- submitted_on            Calendar day on which the report reached OCR.
-- breach_types            Types of the breach, distinct and sorted; null if blank.
-- locations               Locations of the breached information, distinct and sorted; null if
--                         blank.
-- has_business_associate  Whether a business associate was involved; null if blank.

-- There are few distinct lists of types and of locations: each is split only once.
with lists as (
    select breach_type as list
    from raw.breach_reports
    union
    select location as list
    from raw.breach_reports
),

split as (
    select
        list,
        nullif(list_sort(list_distinct(list_filter(
            list_transform(
                string_split(nullif(nullif(
                    regexp_replace(list, '^[\s\pZ\p{Cf}]+|[\s\pZ\p{Cf}]+$', '', 'g'), ''
                ), '\N'), ','),
                lambda x: trim(regexp_replace(x, '[\s\pZ\p{Cf}]+', ' ', 'g'))
            ),
            lambda x: x <> ''
        ))), []) as items
    from lists
),

trimmed as (
    select
        rowid + 1 as report_no,
        source_file,
        source_line,
        captured_on,
        capture_no,
        view,
        -- Nearly all begin and end with a printed letter and hold no other.
        list_transform(
            [entity_name, state, entity_type],
            lambda text: case
                when regexp_full_match(text, '[!-~](?:[ -~]*[!-~])?') then text
                else regexp_replace(text, '^[\s\pZ\p{Cf}]+|[\s\pZ\p{Cf}]+$', '', 'g')
            end
        ) as cells,
        nullif(trim(individuals_affected), '') as individuals,
        nullif(trim(submission_date), '') as submitted_on,
        nullif(trim(business_associate_present), '') as has_business_associate,
        breach_type,
        location
    from raw.breach_reports
),

unmarked as (
    select
        report_no,
        source_file,
        source_line,
        captured_on,
        capture_no,
        view,
        nullif(nullif(cells[1], ''), '\N') as entity_name,
        nullif(nullif(cells[2], ''), '\N') as state,
        nullif(nullif(cells[3], ''), '\N') as entity_type,
        nullif(individuals, '\N') as individuals,
        nullif(submitted_on, '\N') as submitted_on,
        nullif(has_business_associate, '\N') as has_business_associate,
        breach_type,
        location
    from trimmed
)

select
    report_no,
    source_file,
    source_line,
    captured_on,
    capture_no,
    view,
    entity_name,
    state,
    entity_type,
    case
        when regexp_full_match(individuals, '[0-9]{1,18}') then try_cast(individuals as bigint)
    end as individuals,
    case
        when regexp_full_match(submitted_on, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}')
            then cast(try_strptime(submitted_on, '%m/%d/%Y') as date)
        when regexp_full_match(submitted_on, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}')
            then cast(try_strptime(submitted_on, '%m/%d/%y') as date)
    end as submitted_on,
    types.items as breach_types,
    places.items as locations,
    case has_business_associate when 'Yes' then true when 'No' then false end
        as has_business_associate
from unmarked
left join split as types on types.list = breach_type
left join split as places on places.list = location
