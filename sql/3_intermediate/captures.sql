-- One row per capture of the HIPAA breach list.
--
-- The current capture is the newest complete one; where no capture is complete, the newest.
--
-- Key: captured_on, capture_no
--
-- captured_on    Day of the capture.
-- capture_no     Which capture of that day, counted from 1.
-- views          Views that were saved, in alphabetical order.
-- missing_views  View that was not saved; null for a complete capture.
-- is_complete    True where archive and under-investigation were saved, or the one list of all.
-- is_current     True for the one capture that marts.breaches shows.
-- hashes         First eight digits of each file's sha256 behind its view, joined by commas.
-- is_synthetic   True where a file was made by `breachstats sample`.

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
        case
            when list_contains(views, 'all') then null
            when not list_contains(views, 'archive') then 'archive'
            when not list_contains(views, 'under-investigation') then 'under-investigation'
        end as missing_views
    from captured
)

select
    captured_on,
    capture_no,
    views,
    missing_views,
    missing_views is null as is_complete,
    row_number() over (
        order by missing_views is null desc, captured_on desc, capture_no desc
    ) = 1 as is_current,
    hashes,
    is_synthetic
from judged
