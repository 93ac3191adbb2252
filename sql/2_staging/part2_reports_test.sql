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
