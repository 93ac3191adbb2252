-- One row per report in an export of the 42 CFR Part 2 breach list, typed.
--
-- A list of its own: a breach of both kinds of records is filed in both lists.
--
-- Key: source_file, source_line
--
-- source_file                         Path inside the data folder.
-- source_line                         Line on which the report begins, counted from 1.
-- captured_on                         Day of the capture.
-- capture_no                          Which capture of that day, counted from 1.
-- program_name                        Part 2 program that reported.
-- state                               Postal code; null where blank.
-- individuals                         People affected; null where the report states none.
-- submitted_on                        Calendar day the report reached OCR.
-- breach_types                        Types of the breach, alphabetical; null where blank.
-- locations                           Locations of the information, likewise.
-- has_qualified_service_organization  Whether one was involved; null where blank.
-- description                         What OCR published of the case; null while none was.

select
    source_file,
    source_line,
    captured_on,
    capture_no,
    nullif(nullif(
        regexp_replace(program_name, '^[\s\pZ\p{Cf}]+|[\s\pZ\p{Cf}]+$', '', 'g'), ''
    ), '\N') as program_name,
    nullif(nullif(trim(state), ''), '\N') as state,
    case
        when regexp_full_match(trim(individuals_affected), '[0-9]{1,18}')
            then try_cast(trim(individuals_affected) as bigint)
    end as individuals,
    case
        when regexp_full_match(trim(submission_date), '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}')
            then cast(try_strptime(trim(submission_date), '%m/%d/%Y') as date)
        when regexp_full_match(trim(submission_date), '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}')
            then cast(try_strptime(trim(submission_date), '%m/%d/%y') as date)
    end as submitted_on,
    nullif(list_sort(list_distinct(list_filter(
        list_transform(string_split(nullif(trim(breach_type), '\N'), ','), lambda x: trim(x)),
        lambda x: x <> ''
    ))), []) as breach_types,
    nullif(list_sort(list_distinct(list_filter(
        list_transform(string_split(nullif(trim(location), '\N'), ','), lambda x: trim(x)),
        lambda x: x <> ''
    ))), []) as locations,
    case trim(qualified_service_organization_present) when 'Yes' then true when 'No' then false end
        as has_qualified_service_organization,
    nullif(nullif(trim(web_description, E' \t\n\r'), ''), '\N') as description
from raw.part2_reports
