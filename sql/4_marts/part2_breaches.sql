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
-- capture_no                          Which capture of that day, counted from 1.
-- source_file                         Snapshot file in which it stood first with these values.
-- source_line                         Line on which it begins, counted from 1.

with newest as (
    select captured_on, capture_no
    from staging.snapshots
    where view = 'part2'
    order by captured_on desc, capture_no desc
    limit 1
)

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
    newest.captured_on,
    newest.capture_no,
    source_file,
    source_line
from staging.part2_reports
join staging.listings using (source_file, source_line)
cross join newest
where staging.listings.view = 'part2'
    and (newest.captured_on, newest.capture_no) >= (first_captured_on, first_capture_no)
    and (newest.captured_on, newest.capture_no) <= (last_captured_on, last_capture_no)
order by source_file, source_line
