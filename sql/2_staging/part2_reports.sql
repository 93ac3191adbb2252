-- One row per distinct report in the exports of the 42 CFR Part 2 breach list, typed.
--
-- A breach of both kinds of records is in both lists. Values are cleaned as in
-- staging.breach_reports.
--
-- Key: source_file, source_line
--
-- source_file, source_line, captured_on, capture_no  As in staging.breach_reports.
-- program_name                        Part 2 program that reported.
-- state, individuals, submitted_on, breach_types, locations  As in staging.breach_reports.
-- has_qualified_service_organization  Whether one was involved; null if blank.
-- description                         OCR's description of the case; null if none was published.

with trimmed as (
    select
        source_file,
        source_line,
        captured_on,
        capture_no,
        list_transform(
            [program_name, state, breach_type, location],
            lambda text: regexp_replace(text, '^[\s\pZ\p{Cf}]+|[\s\pZ\p{Cf}]+$', '', 'g')
        ) as cells,
        nullif(trim(individuals_affected), '') as individuals,
        nullif(trim(submission_date), '') as submitted_on,
        nullif(trim(qualified_service_organization_present), '')
            as has_qualified_service_organization,
        case
            when web_description < '!' or regexp_matches(right(web_description, 1), '\s')
                then nullif(trim(web_description, E' \t\n\r'), '')
            else web_description
        end as description
    from raw.part2_reports
),

unmarked as (
    select
        source_file,
        source_line,
        captured_on,
        capture_no,
        nullif(nullif(cells[1], ''), '\N') as program_name,
        nullif(nullif(cells[2], ''), '\N') as state,
        nullif(individuals, '\N') as individuals,
        nullif(submitted_on, '\N') as submitted_on,
        nullif(nullif(cells[3], ''), '\N') as breach_types,
        nullif(nullif(cells[4], ''), '\N') as locations,
        nullif(has_qualified_service_organization, '\N')
            as has_qualified_service_organization,
        nullif(description, '\N') as description
    from trimmed
)

select
    source_file,
    source_line,
    captured_on,
    capture_no,
    program_name,
    state,
    case
        when regexp_full_match(individuals, '[0-9]{1,18}') then try_cast(individuals as bigint)
    end as individuals,
    case
        when regexp_full_match(submitted_on, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}')
            then cast(try_strptime(submitted_on, '%m/%d/%Y') as date)
        when regexp_full_match(submitted_on, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}')
            then cast(try_strptime(submitted_on, '%m/%d/%y') as date)
    end as submitted_on,
    nullif(list_sort(list_distinct(list_filter(
        list_transform(
            string_split(breach_types, ','),
            lambda x: trim(regexp_replace(x, '[\s\pZ\p{Cf}]+', ' ', 'g'))
        ),
        lambda x: x <> ''
    ))), []) as breach_types,
    nullif(list_sort(list_distinct(list_filter(
        list_transform(
            string_split(locations, ','),
            lambda x: trim(regexp_replace(x, '[\s\pZ\p{Cf}]+', ' ', 'g'))
        ),
        lambda x: x <> ''
    ))), []) as locations,
    case has_qualified_service_organization when 'Yes' then true when 'No' then false end
        as has_qualified_service_organization,
    description
from unmarked
