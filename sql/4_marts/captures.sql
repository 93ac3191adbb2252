-- One row per capture of the HIPAA breach list.
--
-- Key: captured_on, capture_no
--
-- captured_on, capture_no, capture, is_current  As in intermediate.captures.
-- is_complete          True where both views were saved, or the one list of all.
-- missing_views        View that was not saved; null for a complete capture.
-- as_of_on             Day as of which marts.breaches shows the list; the same in every row.
-- is_as_of             True where that day was asked for, and is not just the current capture's.
-- hashes, is_synthetic  As in intermediate.captures.
-- breaches             Breaches listed in all views; one that is in both counts once.
-- newest_submitted_on  Newest submission listed; the capture cannot be older than that.

-- Reports come with the first capture of a run and go after the last, so that the cost is that of
-- the changes and not of captures times reports.
with turns as (
    select
        view,
        first_order as capture_order,
        count(*) as change
    from intermediate.listings
    group by all
    union all
    select
        view,
        last_order + 1 as capture_order,
        -count(*) as change
    from intermediate.listings
    group by all
),

saved as (
    select
        capture_order,
        unnest(views) as view
    from intermediate.captures
),

standing as (
    select
        saved.capture_order,
        cast(sum(change) as bigint) as reports
    from saved
    join turns
        on turns.view = saved.view
        and turns.capture_order <= saved.capture_order
    group by all
),

in_both as (
    select
        capture_order,
        count(*) as reports
    from intermediate.listings as archived
    join intermediate.listings as open
        on open.report_key = archived.report_key
        and open.place = archived.place
    join intermediate.captures
        on capture_order between archived.first_order and archived.last_order
        and capture_order between open.first_order and open.last_order
    where archived.view = 'archive'
        and open.view = 'under-investigation'
        and is_complete
    group by all
),

dated as (
    select
        view,
        first_order,
        last_order,
        submitted_on
    from intermediate.listings
    join intermediate.reports using (report_no, report_key)
),

-- A list is nearly always some weeks old at most; only for others all of it is looked at.
recent as (
    select
        capture_order,
        max(submitted_on) as newest_submitted_on
    from intermediate.captures
    join dated
        on submitted_on between captured_on - 60 and captured_on
        and capture_order between first_order and last_order
        and list_contains(views, view)
    group by all
),

older as (
    select
        capture_order,
        max(submitted_on) as newest_submitted_on
    from intermediate.captures
    anti join recent using (capture_order)
    join dated
        on capture_order between first_order and last_order
        and list_contains(views, view)
    group by all
)

select
    captured_on,
    capture_no,
    capture,
    is_current,
    is_complete,
    missing_views,
    as_of_on,
    is_as_of,
    hashes,
    is_synthetic,
    coalesce(standing.reports, 0) - coalesce(in_both.reports, 0) as breaches,
    coalesce(recent.newest_submitted_on, older.newest_submitted_on) as newest_submitted_on
from intermediate.captures
left join standing using (capture_order)
left join in_both using (capture_order)
left join recent using (capture_order)
left join older using (capture_order)
order by captured_on, capture_no
