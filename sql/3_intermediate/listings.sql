-- One row per report, place, and unbroken run of captures of a view.
--
-- Reports that agree in everything but the description are one breach if they are listed one after
-- the other in time, and several breaches if one view lists them side by side. Side by side, the
-- first takes place 1, the second place 2, in the order of their descriptions. A report in both
-- views has the same place in each.
--
-- A run continues through captures that did not save its view. It ends before a capture of the
-- other kind: a view instead of the one list of all, or that list instead of a view. There its
-- reports are read from the other kind. intermediate.breach_versions decides whether the breach had
-- vanished.
--
-- Key: report_no, view, place, first_order
--
-- report_no    From intermediate.reports.
-- report_key   From intermediate.reports.
-- place        1, or the number of the report among those alike that are listed side by side.
-- view         archive, under-investigation or all.
-- first_order  capture_order of the capture with which the run begins.
-- last_order   capture_order of the capture with which it ends.

with counted as (
    select
        *,
        count(*) filter (where views = ['all']) over so_far as lists_of_all,
        count(*) filter (where not list_contains(views, 'all')) over so_far as lists_of_views
    from intermediate.captures
    window so_far as (order by capture_order)
),

saved as (
    select
        capture_order,
        unnest(views) as view,
        case view when 'all' then lists_of_views else lists_of_all end as others_before
    from counted
),

-- Captures of a view between which none saved the other kind; nearly always one stretch a view.
stretches as (
    select
        view,
        others_before,
        min(capture_order) as stretch_first,
        max(capture_order) as stretch_last
    from saved
    group by all
),

ordered as (
    select
        report_no,
        source_file,
        source_line,
        report_key,
        view,
        others_before,
        greatest(first_capture.capture_order, stretch_first) as first_order,
        least(last_capture.capture_order, stretch_last) as last_order,
        max(last_order) over (
            partition by report_key, view
            order by first_order, source_file, source_line
            rows between unbounded preceding and 1 preceding
        ) >= first_order as is_beside
    from staging.listings
    join intermediate.reports using (source_file, source_line)
    join intermediate.captures as first_capture
        on first_capture.captured_on = first_captured_on
        and first_capture.capture_no = first_capture_no
    join intermediate.captures as last_capture
        on last_capture.captured_on = last_captured_on
        and last_capture.capture_no = last_capture_no
    join stretches using (view)
    where stretch_first <= last_capture.capture_order
        and stretch_last >= first_capture.capture_order
),

doubled as (
    select distinct report_key, view
    from ordered
    where is_beside
),

-- Reports that stand beside their like are looked at capture by capture; there are few.
numbered as (
    select
        capture_order,
        view,
        row_number() over (partition by view order by capture_order) as nth
    from saved
),

seated as (
    select
        report_no,
        report_key,
        view,
        others_before,
        capture_order,
        nth,
        row_number() over (
            partition by report_key, view, capture_order
            order by description nulls last, source_file, source_line
        ) as place
    from ordered
    join doubled using (report_key, view)
    join staging.descriptions using (report_no)
    join numbered using (view)
    where capture_order between first_order and last_order
),

islands as (
    select
        *,
        nth - row_number() over (
            partition by report_no, view, others_before, place order by nth
        ) as island
    from seated
)

select
    report_no,
    report_key,
    place,
    view,
    min(capture_order) as first_order,
    max(capture_order) as last_order
from islands
group by report_no, report_key, place, view, others_before, island
union all
select
    report_no,
    report_key,
    1 as place,
    view,
    first_order,
    last_order
from ordered
anti join doubled using (report_key, view)
