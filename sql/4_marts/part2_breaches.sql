-- One row per report of the newest capture of the 42 CFR Part 2 breach list.
--
-- Breaches of substance use disorder records. A breach of both kinds of records is filed in both
-- lists: never add these to marts.breaches.
--
-- Key: source_file, source_line
--
-- program_name                        Part 2 program that reported.
-- state                               Postal code; null where blank.
-- individuals                         People affected; null where the report states none.
-- submitted_on                        Calendar day the report reached OCR.
-- year                                Year of submitted_on.
-- breach_types                        Types of the breach, alphabetical; null where blank.
-- locations                           Locations of the information, likewise.
-- has_qualified_service_organization  Whether one was involved; null where blank.
-- description                         What OCR published of the case; null while none was.
-- captured_on                         Day of the capture.
-- source_file                         Snapshot file the report came from.
-- source_line                         Line on which it begins, counted from 1.

select
    program_name,
    state,
    individuals,
    submitted_on,
    year(submitted_on) as year,
    breach_types,
    locations,
    has_qualified_service_organization,
    description,
    captured_on,
    source_file,
    source_line
from staging.part2_reports
where captured_on = (select max(captured_on) from staging.part2_reports)
order by source_file, source_line
