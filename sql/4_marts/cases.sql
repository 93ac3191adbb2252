-- One row per breach of marts.breaches: the period in which OCR's case was open.
--
-- Each capture shows whether a case is open (under investigation) or closed (in the archive). A
-- case is opened with the report. The day on which it was closed is known only to be between two
-- captures: closed_after_on and closed_by_on. Captures of one view count for what they show: an
-- open list without the case shows that it is no longer open and, if it is archived later, that it
-- was closed by that day. intermediate.stretches decides in which view a report was. If built
-- --as-of a day, only captures by that day count.
--
-- Key: breach_id
--
-- breach_id          The breach in marts.breaches.
-- submitted_on       Day on which the report reached OCR, taken as the day on which the case was
--                    opened.
-- year               Year of submission to OCR.
-- case_state         open: in the newest list of open cases; closed: archived since it was last
--                    open; left: no longer in the list of open cases, while no newer capture saved
--                    an archive that could show it; removed: no longer in either view; unknown: its
--                    captures do not show in which view it is.
-- first_open_on      Day of the first capture that lists it as open; null where none does.
-- last_open_on       Day of the last such capture; null likewise.
-- left_open_on       Day of the first capture after last_open_on that saved the open list without
--                    it. If there is none, day of the archive that was saved alone and lists it,
--                    which may hold open cases. Null while it is open, and if it never was.
-- first_archived_on  Day of the first capture after last_open_on that lists it as archived; null
--                    where none does.
-- closed_after_on    The case was closed after this day: last_open_on or, if it was never seen
--                    open, submitted_on.
-- closed_by_on       The case was closed by this day: left_open_on. If it was never seen open, the
--                    day of the first open list from first_archived_on on, or else
--                    first_archived_on. Null unless case_state is closed (right-censored at
--                    closed_after_on).
-- open_days_least    Days from submitted_on to closed_after_on; never below 0.
-- open_days_most     Days from submitted_on to closed_by_on; null if that is null.

with limits as (
    select
        max(capture_order) as until_order,
        max_by(last_open, capture_order) as last_open
    from intermediate.captures
    where not is_as_of
        or captured_on <= as_of_on
),

-- What each stretch of captures says, of those that count.
seen as (
    select
        breach_id,
        first_order,
        view,
        known_view,
        absent_order is not null and absent_order <= until_order as is_removed,
        case
            when view = 'under-investigation' then least(view_order, limits.last_open)
        end as open_order,
        lead(first_order) over (partition by breach_id order by first_order) is null as is_last
    from intermediate.stretches
    cross join limits
    where first_order <= until_order
),

opened as (
    select
        breach_id,
        min(case when view = 'under-investigation' then first_order end) as first_open_order,
        max(open_order) as last_open_order,
        max(case when is_last then coalesce(view, '') end) as last_view,
        max(case when is_last then known_view end) as last_known_view,
        bool_or(is_last and is_removed) as is_removed
    from seen
    group by all
),

-- After it was open last.
closed as (
    select
        breach_id,
        min(case when view = 'archive' then first_order end) as archived_order,
        min(case when coalesce(view, 'archive') = 'archive' then first_order end) as left_order
    from seen
    join opened using (breach_id)
    where first_order > coalesce(last_open_order, 0)
    group by all
),

-- Nearly every breach stands in one run of captures of one view, and has no stretch.
alone as (
    select
        breach_id,
        min(case when view = 'archive' then first_order end) as archived_order
    from intermediate.listings
    join intermediate.identities using (report_key, place)
    anti join opened using (breach_id)
    where first_order <= (select until_order from limits)
    group by all
),

described as (
    select
        breach_id,
        first_open_order,
        last_open_order,
        archived_order,
        case when last_open_order is not null then left_order end as left_order,
        case
            when last_view = 'under-investigation' then 'open'
            when last_view = 'archive' or is_removed and last_known_view = 'archive' then 'closed'
            when is_removed then 'removed'
            when last_view = '' and last_known_view = 'under-investigation' then 'left'
            else 'unknown'
        end as case_state
    from opened
    left join closed using (breach_id)
    union all
    select
        breach_id,
        null as first_open_order,
        null as last_open_order,
        archived_order,
        null as left_order,
        case when archived_order is null then 'unknown' else 'closed' end as case_state
    from alone
),

-- An archive that was saved alone may hold open cases, so the next open list decides, if there is
-- one.
ended as (
    select
        described.*,
        coalesce(
            case when next_open <= until_order then next_open end,
            left_order,
            archived_order
        ) as ended_order
    from described
    cross join limits
    left join intermediate.captures on capture_order = coalesce(left_order, archived_order)
),

dated as (
    select
        breach_id,
        case_state,
        first_open.captured_on as first_open_on,
        last_open.captured_on as last_open_on,
        case when case_state = 'closed' then archived.captured_on end as first_archived_on,
        case when case_state <> 'open' then ended_at.captured_on end as ended_on
    from ended
    left join intermediate.captures as first_open on first_open.capture_order = first_open_order
    left join intermediate.captures as last_open on last_open.capture_order = last_open_order
    left join intermediate.captures as archived on archived.capture_order = archived_order
    left join intermediate.captures as ended_at on ended_at.capture_order = ended_order
)

select
    breach_id,
    submitted_on,
    year,
    coalesce(case_state, 'unknown') as case_state,
    first_open_on,
    last_open_on,
    case when last_open_on is not null then ended_on end as left_open_on,
    first_archived_on,
    coalesce(last_open_on, submitted_on) as closed_after_on,
    case when case_state = 'closed' then ended_on end as closed_by_on,
    cast(greatest(coalesce(last_open_on, submitted_on) - submitted_on, 0) as bigint)
        as open_days_least,
    cast(case when case_state = 'closed' then ended_on - submitted_on end as bigint)
        as open_days_most
from marts.breaches
left join dated using (breach_id)
order by breach_id
