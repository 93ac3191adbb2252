-- One row: the list that marts.breaches shows, whether it is complete, and what is not shown.
--
-- A list as of a day is not complete if some of its rows come from captures of one view that are
-- newer than the last complete one. Reconstructed breaches come from captures after that day: the
-- list is not complete either if the newest of these captures lacks a view.
--
-- Key: capture
--
-- capture                    Name of the current capture: the newest complete one by the day shown,
--                            or the newest where none is complete.
-- captured_on                Its day.
-- as_of_on                   Day as of which the list is shown.
-- is_as_of                   True where that day was asked for.
-- hashes                     First eight digits of each of its files' sha256, as in marts.captures.
-- is_synthetic               True for a generated sample.
-- newest_captured_on         Day of the newest snapshot that a row comes from.
-- is_complete                True if no newer capture of one view contributes to the list.
-- missing_view               View that was not saved with the newest contributing capture; null for
--                            a complete list.
-- missing_since              Day on which that view was last saved; null where it never was.
-- half_captures              Contributing captures of one view that are newer than the last
--                            complete one.
-- newest_half_on             Day of the newest of them; null where there is none.
-- breaches                   Breaches listed.
-- reconstructed              Those of them that only captures after the day shown list.
-- newer_breaches             Those whose values come from captures newer than the current one,
--                            without the reconstructed.
-- under_investigation        Those that the portal listed as under investigation on the day shown.
-- left_investigation         Those that had left that list by then, while no archive was saved
--                            since.
-- left_archive               Those that had left the archive by then, while no open list was saved
--                            since.
-- waiting_captures           Captures newer than the current one that are not shown; 0 if a day was
--                            asked for, as in the columns below.
-- waiting_captured_on        Day of the newest of them; null if there is none.
-- waiting_missing_view       View that this one lacks; likewise.
-- waiting_breaches           Breaches that they list and that are not shown.
-- waiting_revisions          Breaches that are shown and of which they list newer values.
-- waiting_breach_id          The largest breach that is not shown, or shown with another number of
--                            individuals; null if there is none.
-- waiting_entity_name        Its name.
-- waiting_individuals        People affected by it, according to the newer captures.
-- waiting_individuals_shown  People affected by it as shown; null where blank or not shown.

with shown as (
    select
        capture,
        capture_order as shown_order,
        captured_on,
        as_of_on,
        is_as_of,
        hashes,
        is_synthetic
    from intermediate.captures
    where is_current
),

sources as (
    select
        captured_on,
        capture_no,
        bool_or(breaches_shown > 0) as is_source,
        sum(breaches_shown) as breaches_shown
    from marts.snapshots
    where view <> 'part2'
    group by all
),

-- The current capture, those after it by the day shown, and those after it from which a row comes.
parts as (
    select
        intermediate.captures.capture_order,
        intermediate.captures.captured_on,
        intermediate.captures.is_complete,
        intermediate.captures.captured_on <= shown.as_of_on as is_by_then
    from intermediate.captures
    join sources using (captured_on, capture_no)
    cross join shown
    where capture_order = shown_order
        or capture_order > shown_order
        and (intermediate.captures.captured_on <= shown.as_of_on or is_source)
),

-- Where the newest capture by the day shown lacks a view, so does the list. Else it can only lack
-- what reconstructed breaches need.
by_then as (
    select min_by(is_complete, -capture_order) as is_complete
    from parts
    where is_by_then
),

spanned as (
    select
        max(capture_order) as newest_order,
        coalesce(max(case when parts.is_complete then capture_order end), 0) as complete_order
    from parts
    cross join by_then
    where is_by_then
        or by_then.is_complete
),

halves as (
    select
        count(*) as half_captures,
        max(captured_on) as newest_half_on
    from parts
    join spanned
        on capture_order > complete_order
        and capture_order <= newest_order
),

-- When each view was last saved, by the newest capture that has a part.
saved as (
    select
        max(case when coalesce(missing_views, '') <> 'archive' then capture_order end)
            as archive_order,
        max(case when coalesce(missing_views, '') <> 'archive' then captured_on end)
            as archive_on,
        max(case when coalesce(missing_views, '') <> 'under-investigation' then capture_order end)
            as open_order,
        max(case when coalesce(missing_views, '') <> 'under-investigation' then captured_on end)
            as open_on
    from intermediate.captures
    join spanned on capture_order <= newest_order
),

missed as (
    select
        case
            when coalesce(archive_order, 0) < coalesce(open_order, 0) then 'archive'
            when coalesce(open_order, 0) < coalesce(archive_order, 0) then 'under-investigation'
        end as missing_view,
        case
            when coalesce(archive_order, 0) < coalesce(open_order, 0) then archive_on
            when coalesce(open_order, 0) < coalesce(archive_order, 0) then open_on
        end as missing_since
    from saved
),

counted as (
    select
        max(listed.captured_on) as newest_captured_on,
        count(*) filter (where vanished_on is null) as breaches,
        count(*) filter (where is_reconstructed) as reconstructed,
        count(*) filter (
            where vanished_on is null
                and not is_reconstructed
                and listed.capture_order > shown_order
        ) as newer_breaches
    from marts.breaches
    join staging.snapshots using (source_file)
    join intermediate.captures as listed
        on listed.captured_on = staging.snapshots.captured_on
        and listed.capture_no = staging.snapshots.capture_no
    cross join shown
),

placed as (
    select
        max(case when place = 'under-investigation' then breaches end) as under_investigation,
        max(case when place = 'unknown' then breaches - left_archive end) as left_investigation,
        max(case when place = 'unknown' then left_archive end) as left_archive
    from marts.views
),

newer as (
    select
        count(*) as waiting_captures,
        max(intermediate.captures.captured_on) as waiting_captured_on,
        max_by(missing_views, capture_order) as waiting_missing_view
    from intermediate.captures
    join shown on capture_order > shown_order
    where not shown.is_as_of
),

waiting as (
    select
        count(*) filter (where is_new) as waiting_breaches,
        count(*) filter (where not is_new) as waiting_revisions,
        min_by(breach_id, (-individuals, submitted_on, breach_id)) filter (
            where individuals is not null
                and has_other_count
        ) as waiting_breach_id
    from marts.waiting_breaches
)

select
    capture,
    captured_on,
    as_of_on,
    is_as_of,
    hashes,
    is_synthetic,
    greatest(newest_captured_on, case when not is_as_of then captured_on end) as newest_captured_on,
    missing_view is null as is_complete,
    missing_view,
    missing_since,
    half_captures,
    newest_half_on,
    coalesce(breaches, 0) as breaches,
    coalesce(reconstructed, 0) as reconstructed,
    coalesce(newer_breaches, 0) as newer_breaches,
    coalesce(under_investigation, 0) as under_investigation,
    coalesce(left_investigation, 0) as left_investigation,
    coalesce(left_archive, 0) as left_archive,
    waiting_captures,
    waiting_captured_on,
    waiting_missing_view,
    waiting_breaches,
    waiting_revisions,
    waiting_breach_id,
    marts.waiting_breaches.entity_name as waiting_entity_name,
    marts.waiting_breaches.individuals as waiting_individuals,
    marts.waiting_breaches.individuals_shown as waiting_individuals_shown
from shown
cross join halves
cross join missed
cross join counted
cross join placed
cross join newer
cross join waiting
left join marts.waiting_breaches
    on marts.waiting_breaches.breach_id = waiting_breach_id
