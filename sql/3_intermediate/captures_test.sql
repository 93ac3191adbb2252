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
        view,
        max(submitted_on) filter (where view = 'under-investigation') over ()
            as newest_under_investigation
    from staging.breach_reports
    join intermediate.captures using (captured_on, capture_no)
    where is_current
)

select source_file, source_line, submitted_on, newest_under_investigation
from listed
where view = 'archive'
    and submitted_on > newest_under_investigation + 30
order by source_file, source_line;
