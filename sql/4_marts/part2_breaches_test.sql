-- every report of the newest capture of the Part 2 list is there, and no other
with newest as (
    select captured_on, capture_no
    from staging.snapshots
    where view = 'part2'
    order by captured_on desc, capture_no desc
    limit 1
),

wanted as (
    select source_file, source_line, true as is_wanted
    from staging.listings
    join newest
        on (captured_on, capture_no) >= (first_captured_on, first_capture_no)
        and (captured_on, capture_no) <= (last_captured_on, last_capture_no)
    where view = 'part2'
)

select source_file, source_line
from wanted
full join marts.part2_breaches using (source_file, source_line)
where is_wanted is null
    or marts.part2_breaches.year is null;
