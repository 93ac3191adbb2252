-- one capture of the HIPAA list is current
select currents
from (select count(*) as currents from intermediate.captures where is_current)
where currents <> 1;

-- synthetic and real snapshots do not stand in one store; a list without a report is neither
select source_file, is_synthetic
from staging.snapshots
where rows > 0
    and (select count(distinct is_synthetic) from staging.snapshots where rows > 0) > 1
order by source_file;

-- the views of the current capture are of one day: as a report stands under investigation first,
-- none in the archive is more than 30 days newer than the newest under investigation
with listed as (
    select
        source_file,
        source_line,
        submitted_on,
        staging.listings.view,
        max(submitted_on) filter (where staging.listings.view = 'under-investigation') over ()
            as newest_under_investigation
    from staging.breach_reports
    join staging.listings using (source_file, source_line)
    join intermediate.captures
        on list_contains(views, staging.listings.view)
        and (intermediate.captures.captured_on, intermediate.captures.capture_no)
            between (first_captured_on, first_capture_no) and (last_captured_on, last_capture_no)
    where is_current
)

select source_file, source_line, submitted_on, newest_under_investigation
from listed
where view = 'archive'
    and submitted_on > newest_under_investigation + 30
order by source_file, source_line;
