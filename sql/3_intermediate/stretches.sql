-- One row per stretch of captures, for each breach that was ever in an open list or several runs.
--
-- In a stretch no run of the breach begins or ends, and its view stays the same. The view at a
-- capture follows from that capture and earlier ones:
--
-- - If the capture saved both views, the open list decides: a report in both is under
--   investigation, because an archive export may hold the open cases too.
-- - A report that left the open list is archived as soon as a later capture saved an archive that
--   lists it. Until then its view is unknown.
-- - An archive that is newer than the last open list shows that the breach was closed, unless an
--   archive already listed it beside that open list: then a newer archive proves nothing.
-- - If such a newer archive listed a report and a still newer one does not, the report may be open
--   again: its view is unknown. If an open list between them lacks it too, it has vanished.
--
-- Key: breach_id, first_order
--
-- breach_id        From intermediate.identities.
-- first_order      capture_order of the capture with which the stretch begins.
-- stretch_last     capture_order of the capture with which it ends.
-- view             archive, under-investigation or all; null where it is unknown.
-- known_view       The last view that was known.
-- listed_order     capture_order of the last capture by the end of the stretch that lists it.
-- view_order       The same, of the captures that list it in that view; null if that is unknown.
-- absent_order     capture_order of the capture that shows that it vanished, if none lists it from
--                  the stretch on; null otherwise.
-- last_order       capture_order of the last capture of the stretch that lists the report shown;
--                  null if none can.
-- step             From intermediate.identities, for the report that is shown; null likewise.
-- rung             Likewise.
-- name_similarity  Likewise.
-- place            Likewise.
-- report_key       From intermediate.reports; null likewise.
-- report_no        From intermediate.reports; null likewise.

with listed as (
    select *
    from intermediate.listings
    join intermediate.identities using (report_key, place)
),

followed as (
    select *
    from listed
    semi join (
        select breach_id
        from listed
        group by all
        having count(*) > 1
            or bool_or(view = 'under-investigation')
    ) using (breach_id)
),

-- What a breach shows can change only where a run begins or ends, and its view only there or at
-- the first captures of each view from there on.
bounds as (
    select breach_id, first_order as bound
    from followed
    union
    select breach_id, last_order + 1 as bound
    from followed
),

after_bounds as (
    select
        breach_id,
        bound,
        here.next_open,
        here.next_archive,
        open.next_archive as archive_after_open
    from bounds
    join intermediate.captures as here on here.capture_order = bound
    left join intermediate.captures as open on open.capture_order = here.next_open
),

turns as (
    select breach_id, bound as turn
    from after_bounds
    union
    select breach_id, next_open as turn
    from after_bounds
    where next_open is not null
    union
    select breach_id, next_archive as turn
    from after_bounds
    where next_archive is not null
    union
    select breach_id, archive_after_open as turn
    from after_bounds
    where archive_after_open is not null
),

spans as (
    select
        breach_id,
        turn,
        coalesce(
            lead(turn) over (partition by breach_id order by turn) - 1,
            (select max(capture_order) from intermediate.captures)
        ) as stretch_last
    from turns
),

-- The last captures that list the breach, of each view: by the first of the stretch, and by its
-- end.
seen as (
    select
        breach_id,
        turn,
        stretch_last,
        beginning.last_archive,
        max(case when view = 'all' then least(last_order, turn) end) as all_seen,
        max(case when view = 'archive' then least(last_order, beginning.last_archive) end)
            as archive_seen,
        max(case when view = 'under-investigation' then least(last_order, beginning.last_open) end)
            as open_seen,
        max(case when view = 'all' then least(last_order, stretch_last) end) as all_until,
        max(case when view = 'archive' then least(last_order, ending.last_archive) end)
            as archive_until,
        max(case when view = 'under-investigation' then least(last_order, ending.last_open) end)
            as open_until
    from spans
    join intermediate.captures as beginning on beginning.capture_order = turn
    join intermediate.captures as ending on ending.capture_order = stretch_last
    join followed using (breach_id)
    where first_order <= turn
    group by all
),

-- What the one list of all said is not undone by what views said before it.
since_all as (
    select
        breach_id,
        turn,
        stretch_last,
        last_archive,
        case when archive_seen > coalesce(all_seen, 0) then archive_seen end as archive_seen,
        case when open_seen > coalesce(all_seen, 0) then open_seen end as open_seen,
        case when archive_until > coalesce(all_until, 0) then archive_until end as archive_until,
        case when open_until > coalesce(all_until, 0) then open_until end as open_until,
        greatest(all_until, archive_until, open_until) as listed_order
    from seen
),

-- left_order is the first capture that saved the open list without it; archive_absent_order the
-- first that saved an archive without it, after the last that lists it there.
left_at as (
    select
        since_all.*,
        at_open.last_archive as archive_by_open,
        after_open.next_open as left_order,
        after_archive.next_archive as archive_absent_order,
        after_listed.next_complete as absent_order
    from since_all
    left join intermediate.captures as at_open on at_open.capture_order = open_seen
    left join intermediate.captures as after_open on after_open.capture_order = open_until + 1
    left join intermediate.captures as after_archive
        on after_archive.capture_order = archive_until + 1
    left join intermediate.captures as after_listed on after_listed.capture_order = listed_order + 1
),

-- Breaches that the archive listed beside the last open list that has them.
beside as (
    select distinct
        breach_id,
        turn
    from left_at
    join followed using (breach_id)
    where followed.view = 'archive'
        and archive_by_open between followed.first_order and followed.last_order
        and archive_seen > open_seen
),

judged as (
    select
        left_at.*,
        coalesce(left_order <= turn, false) as is_left,
        archive_seen is not null and (
            coalesce(archive_seen >= left_order, false)
            or (archive_seen > open_seen and beside.breach_id is null)
        ) as is_closed,
        coalesce(left_order <= archive_absent_order, open_seen is null) as is_archive_alone
    from left_at
    left join beside using (breach_id, turn)
),

viewed as (
    select
        breach_id,
        turn,
        stretch_last,
        case
            when archive_seen is null and open_seen is null then 'all'
            when open_seen is null then 'archive'
            when is_closed and (archive_seen = last_archive or is_archive_alone) then 'archive'
            when is_closed or is_left then null
            else 'under-investigation'
        end as view,
        listed_order,
        case view
            when 'all' then listed_order
            when 'archive' then archive_until
            when 'under-investigation' then open_until
        end as view_order,
        case
            when view = 'archive' and is_archive_alone then archive_absent_order
            else absent_order
        end as absent_order
    from judged
),

-- Of reports that stand in both views, and of two forms, that which was listed last; if both were,
-- that of the archive.
shown as (
    select
        spans.breach_id,
        turn,
        case when view = 'archive' then ending.last_archive else ending.last_open end
            as last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no
    from spans
    join intermediate.captures as beginning on beginning.capture_order = turn
    join intermediate.captures as ending on ending.capture_order = stretch_last
    join followed
        on followed.breach_id = spans.breach_id
        and turn between followed.first_order and followed.last_order
    qualify row_number() over (
        partition by spans.breach_id, turn
        order by
            case
                when view = 'archive' then beginning.last_archive
                else beginning.last_open
            end desc,
            view,
            report_no
    ) = 1
)

select
    breach_id,
    turn as first_order,
    stretch_last,
    view,
    last_value(view ignore nulls) over (
        partition by breach_id order by turn
        rows between unbounded preceding and current row
    ) as known_view,
    listed_order,
    view_order,
    absent_order,
    last_order,
    step,
    rung,
    name_similarity,
    place,
    report_key,
    report_no
from viewed
left join shown using (breach_id, turn)
