-- One row per distinct report in the exports of the 42 CFR Part 2 breach list, text as published.
--
-- Breaches of substance use disorder records: a separate list, never added to the HIPAA list. Rows
-- are chosen as in raw.breach_reports.
--
-- Key: source_file, source_line
--
-- source_file, source_line, captured_on, capture_no  As in raw.breach_reports.
-- view                                   Always part2.
-- program_name                           Portal column "Name of Part 2 Program".
-- state, individuals_affected, submission_date  As in raw.breach_reports.
-- breach_type                            Portal column "Type of Breach".
-- location                               Portal column "Location of Breached Information".
-- qualified_service_organization_present  Portal column of that name.
-- web_description                        Portal column "Web Description".

select
    cast(null as varchar) as source_file,
    cast(null as bigint) as source_line,
    cast(null as date) as captured_on,
    cast(null as bigint) as capture_no,
    cast(null as varchar) as view,
    cast(null as varchar) as program_name,
    cast(null as varchar) as state,
    cast(null as varchar) as individuals_affected,
    cast(null as varchar) as submission_date,
    cast(null as varchar) as breach_type,
    cast(null as varchar) as location,
    cast(null as varchar) as qualified_service_organization_present,
    cast(null as varchar) as web_description
where false
