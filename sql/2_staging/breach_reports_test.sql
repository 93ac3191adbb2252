-- every raw report is staged once
select raw.breach_reports.source_file, raw.breach_reports.source_line
from raw.breach_reports
full join staging.breach_reports using (source_file, source_line)
where raw.breach_reports.source_file is null
    or staging.breach_reports.source_file is null;

-- individuals_affected is blank or a whole number of at most a billion
select source_file, source_line, raw.breach_reports.individuals_affected
from raw.breach_reports
join staging.breach_reports using (source_file, source_line)
where trim(individuals_affected) not in ('', '\N')
    and (individuals is null or individuals > 1000000000);

-- submission_date is a day written MM/DD/YYYY or M/D/YY
select source_file, source_line, raw.breach_reports.submission_date
from raw.breach_reports
join staging.breach_reports using (source_file, source_line)
where submitted_on is null;

-- the report was submitted between 2009-09-23, when the duty to notify began, and its capture
select source_file, source_line, submitted_on, captured_on
from staging.breach_reports
where submitted_on < date '2009-09-23'
    or submitted_on > captured_on;

-- business_associate_present is Yes, No or blank
select source_file, source_line, raw.breach_reports.business_associate_present
from raw.breach_reports
join staging.breach_reports using (source_file, source_line)
where trim(business_associate_present) not in ('', '\N')
    and has_business_associate is null;

-- the report names the entity that submitted it
select source_file, source_line, entity_name
from staging.breach_reports
where entity_name is null;
