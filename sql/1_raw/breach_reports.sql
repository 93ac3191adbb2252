-- One row per distinct report in the exports of the HIPAA breach list, text as published.
--
-- If several snapshots contain a report with the same text, its row is from the first of them, and
-- raw.listings has the others. If a snapshot contains a text twice, both have a row.
--
-- Key: source_file, source_line
--
-- source_file                 Path inside the data folder: snapshots/2024-10-17/archive.csv.
-- source_line                 Line of that file on which the report starts, counted from 1.
-- captured_on                 Day of that first capture.
-- capture_no                  Number of the capture among those of its day, from 1.
-- view                        archive, under-investigation or all.
-- entity_name                 Portal column "Name of Covered Entity".
-- state                       Portal column "State".
-- entity_type                 Portal column "Covered Entity Type".
-- individuals_affected        Portal column "Individuals Affected".
-- submission_date             Portal column "Breach Submission Date".
-- breach_type                 Portal column "Type of Breach"; several are joined by commas.
-- location                    Portal column "Location of Breached Information"; several are joined
--                             by commas.
-- business_associate_present  Portal column "Business Associate Present".
-- web_description             Portal column "Web Description"; line ends inside it are LF.

select
    cast(null as varchar) as source_file,
    cast(null as bigint) as source_line,
    cast(null as date) as captured_on,
    cast(null as bigint) as capture_no,
    cast(null as varchar) as view,
    cast(null as varchar) as entity_name,
    cast(null as varchar) as state,
    cast(null as varchar) as entity_type,
    cast(null as varchar) as individuals_affected,
    cast(null as varchar) as submission_date,
    cast(null as varchar) as breach_type,
    cast(null as varchar) as location,
    cast(null as varchar) as business_associate_present,
    cast(null as varchar) as web_description
where false
