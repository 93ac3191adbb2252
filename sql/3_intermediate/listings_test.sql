-- every run of every report is listed, from its first capture to its last
with saved as (
    select
        captured_on,
        capture_no,
        capture_order,
        unnest(views) as view
    from intermediate.captures
),

numbered as (
    select
        *,
        row_number() over (partition by view order by capture_order) as nth
    from saved
),

wanted as (
    select
        source_file,
        source_line,
        staging.listings.view,
        sum(last.nth - first.nth + 1) as captures
    from staging.listings
    join numbered as first
        on first.view = staging.listings.view
        and first.captured_on = first_captured_on
        and first.capture_no = first_capture_no
    join numbered as last
        on last.view = staging.listings.view
        and last.captured_on = last_captured_on
        and last.capture_no = last_capture_no
    group by all
),

built as (
    select
        source_file,
        source_line,
        intermediate.listings.view,
        sum(last.nth - first.nth + 1) as captures
    from intermediate.listings
    join intermediate.reports using (report_no)
    join numbered as first
        on first.view = intermediate.listings.view
        and first.capture_order = first_order
    join numbered as last
        on last.view = intermediate.listings.view
        and last.capture_order = last_order
    group by all
)

select source_file, source_line, wanted.captures as wanted, built.captures as built
from wanted
full join built using (source_file, source_line, view)
where wanted.captures is distinct from built.captures;
