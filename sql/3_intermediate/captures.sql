-- One row per capture of the HIPAA breach list.
--
-- The current capture is the newest complete one on or before the day asked for. If none of these
-- is complete, it is the newest.
--
-- Key: captured_on, capture_no
--
-- captured_on, capture_no  As in staging.breach_reports.
-- capture         The two as one name: 2024-10-17, or 2024-10-17.2 for a second capture.
-- capture_order   Counts the captures from the oldest, from 1.
-- views           Views that were saved, in alphabetical order.
-- missing_views   View that was not saved; null for a complete capture.
-- is_complete     True where archive and under-investigation were saved, or the one list of all.
-- has_archive     True if archived reports were saved, in their own view or in the one list.
-- next_complete   capture_order of the first complete capture from this one on; null if none is.
-- next_archive    The same of the first with archived reports.
-- next_open       The same of the first with reports under investigation, in their own view or in
--                 the one list.
-- last_archive    capture_order of the last capture up to this one with archived reports; null if
--                 there is none.
-- last_open       The same of the last with reports under investigation.
-- is_current      True for the one capture that marts.breaches shows.
-- as_of_on        Day as of which the list is shown: the day asked for, or the current capture's.
-- is_as_of        True where that day was asked for.
-- hashes          Each view with the first eight digits of its file's sha256, joined by commas.
-- is_synthetic    True where a file was made by `breachstats sample`.

with captured as (
    select
        captured_on,
        capture_no,
        list(view order by view) as views,
        string_agg(view || ' ' || left(sha256, 8), ', ' order by view) as hashes,
        bool_or(is_synthetic) as is_synthetic
    from staging.snapshots
    where view <> 'part2'
    group by all
),

judged as (
    select
        *,
        row_number() over (order by captured_on, capture_no) as capture_order,
        case
            when list_contains(views, 'all') then null
            when not list_contains(views, 'archive') then 'archive'
            when not list_contains(views, 'under-investigation') then 'under-investigation'
        end as missing_views,
        as_of_on,
        as_of_on is null or captured_on <= as_of_on as is_by_then
    from captured
    cross join staging.as_of
),

ranked as (
    select
        *,
        is_by_then and row_number() over (
            order by is_by_then desc, missing_views is null desc, captured_on desc, capture_no desc
        ) = 1 as is_current
    from judged
)

select
    captured_on,
    capture_no,
    cast(captured_on as varchar)
        || case when capture_no > 1 then '.' || cast(capture_no as varchar) else '' end as capture,
    capture_order,
    views,
    missing_views,
    missing_views is null as is_complete,
    coalesce(missing_views, '') <> 'archive' as has_archive,
    min(capture_order) filter (where missing_views is null) over following as next_complete,
    min(capture_order) filter (where coalesce(missing_views, '') <> 'archive') over following
        as next_archive,
    min(capture_order) filter (where coalesce(missing_views, '') <> 'under-investigation')
        over following as next_open,
    max(capture_order) filter (where coalesce(missing_views, '') <> 'archive') over so_far
        as last_archive,
    max(capture_order) filter (where coalesce(missing_views, '') <> 'under-investigation')
        over so_far as last_open,
    is_current,
    coalesce(as_of_on, max(captured_on) filter (where is_current) over ()) as as_of_on,
    as_of_on is not null as is_as_of,
    hashes,
    is_synthetic
from ranked
window
    following as (order by capture_order rows between current row and unbounded following),
    so_far as (order by capture_order rows between unbounded preceding and current row)
