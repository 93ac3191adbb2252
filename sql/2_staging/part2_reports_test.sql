-- every raw report of the Part 2 list is staged once
select raw.part2_reports.source_file, raw.part2_reports.source_line
from raw.part2_reports
full join staging.part2_reports using (source_file, source_line)
where raw.part2_reports.source_file is null
    or staging.part2_reports.source_file is null;

-- individuals_affected of a Part 2 report is blank or a whole number of at most a billion
select source_file, source_line, raw.part2_reports.individuals_affected
from raw.part2_reports
join staging.part2_reports using (source_file, source_line)
where trim(individuals_affected) not in ('', '\N')
    and (individuals is null or individuals > 1000000000);

-- submission_date of a Part 2 report is a day written MM/DD/YYYY or M/D/YY, not after its capture
select source_file, source_line, raw.part2_reports.submission_date
from raw.part2_reports
join staging.part2_reports using (source_file, source_line)
where submitted_on is null
    or submitted_on < date '2009-09-23'
    or submitted_on > staging.part2_reports.captured_on;

-- qualified_service_organization_present is Yes, No or blank
select source_file, source_line, raw.part2_reports.qualified_service_organization_present
from raw.part2_reports
join staging.part2_reports using (source_file, source_line)
where trim(qualified_service_organization_present) not in ('', '\N')
    and has_qualified_service_organization is null;

-- the report of the Part 2 list names the program that submitted it
select source_file, source_line, program_name
from staging.part2_reports
where program_name is null;
