-- One row per report of the newest capture of the 42 CFR Part 2 breach list.
--
-- Breaches of substance use disorder records. A breach of both kinds of records is filed in both
-- lists: never add these to marts.breaches.
--
-- Key: source_file, source_line
--
-- program_name, state, individuals, submitted_on  As in staging.part2_reports.
-- year, breach_types, locations  As in marts.breaches.
-- has_qualified_service_organization, description, captured_on,
-- capture_no  As in staging.part2_reports.
-- source_file                         First snapshot file that lists it with these values.
-- source_line                         Line of that file on which it begins, counted from 1.

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
