-- warn: both views of the current capture were saved; figures count only the views that were
select captured_on, missing_views
from marts.captures
where is_current and not is_complete;

-- warn: no capture newer than the current one waits for its other view
select
    marts.captures.captured_on,
    marts.captures.capture_no,
    marts.captures.missing_views
from marts.captures
cross join (select captured_on, capture_no from marts.captures where is_current) as shown
where (marts.captures.captured_on, marts.captures.capture_no)
    > (shown.captured_on, shown.capture_no)
    and not is_complete;

-- warn: the newest submission of the current capture is at most 60 days before its day; a capture
-- can be older than its file says
select captured_on, newest_submitted_on
from marts.captures
where is_current
    and newest_submitted_on < captured_on - 60;

-- warn: an archive export holds closed cases only; the open cases of one that holds both count
-- once, as under investigation
select
    captured_on,
    capture_no,
    archived + open - breaches as open_cases_in_the_archive_export,
    archived as reports_in_the_archive_export,
    open as reports_under_investigation
from (
    select
        captured_on,
        capture_no,
        max(rows) filter (where view = 'archive') as archived,
        max(rows) filter (where view = 'under-investigation') as open
    from marts.snapshots
    group by all
)
join marts.captures using (captured_on, capture_no)
where is_complete
    and archived + open - breaches > greatest(10, 0.02 * open)
order by captured_on, capture_no;
