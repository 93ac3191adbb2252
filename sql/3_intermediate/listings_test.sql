-- every run of every report is listed, from its first capture to its last
with wanted as (
    select source_file, source_line, view, count(*) as captures
    from staging.listings
    join intermediate.captures
        on list_contains(views, view)
        and (captured_on, capture_no) >= (first_captured_on, first_capture_no)
        and (captured_on, capture_no) <= (last_captured_on, last_capture_no)
    where view <> 'part2'
    group by all
),

built as (
    select source_file, source_line, view, count(*) as captures
    from intermediate.listings
    join intermediate.captures
        on list_contains(views, view)
        and capture_order between first_order and last_order
    group by all
)

select source_file, source_line, wanted.captures as wanted, built.captures as built
from wanted
full join built using (source_file, source_line, view)
where wanted.captures is distinct from built.captures;
