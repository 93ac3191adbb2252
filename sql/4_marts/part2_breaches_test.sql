-- every report of the newest capture of the Part 2 list is there, and no other
with wanted as (
    select source_file, source_line
    from staging.part2_reports
    where (captured_on, capture_no) = (
        select max((captured_on, capture_no))
        from staging.snapshots
        where view = 'part2'
    )
)

select source_file, source_line
from (select source_file, source_line, true as is_wanted from wanted)
full join marts.part2_breaches using (source_file, source_line)
where is_wanted is null
    or marts.part2_breaches.year is null;
