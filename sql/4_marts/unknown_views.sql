-- One row per breach and period in which the view that lists it is unknown.
--
-- The portal moves a breach from the open list to the archive. If a newer open list lacks the
-- breach, and no archive that lists it has been saved since, it may be archived or removed.
-- Likewise, if an archive newer than the last open list had it and a still newer one lacks it, it
-- may be open again or removed. In this period marts.breaches_as_of gives it no view.
--
-- Key: breach_id, unknown_since
--
-- breach_id       The same in all versions.
-- last_view       archive or under-investigation: its last known view.
-- last_listed_on  Day of the last capture that lists it there.
-- unknown_since   Day of the first capture of that view that no longer lists it.
-- known_on        Day of the first capture that shows where it is, or that it vanished; null while
--                 none does.

with marked as (
    select
        *,
        lag(view) over by_breach as previous_view,
        lag(view_order) over by_breach as previous_view_order,
        min(case when view is not null then first_order end) over (
            partition by breach_id order by first_order
            rows between 1 following and unbounded following
        ) as known_order
    from intermediate.stretches
    window by_breach as (partition by breach_id order by first_order)
),

-- A breach that vanished is nowhere.
begun as (
    select
        marked.breach_id,
        known_view as last_view,
        previous_view_order,
        marked.first_order as unknown_order,
        least(known_order, gone_order) as known_order
    from marked
    join intermediate.breach_versions
        on intermediate.breach_versions.breach_id = marked.breach_id
        and marked.first_order >= intermediate.breach_versions.first_order
        and (gone_order is null or marked.first_order < gone_order)
    where marked.view is null
        and previous_view is not null
)

select
    breach_id,
    last_view,
    listed.captured_on as last_listed_on,
    lacking.captured_on as unknown_since,
    known.captured_on as known_on
from begun
join intermediate.captures as listed on listed.capture_order = previous_view_order
join intermediate.captures as lacking on lacking.capture_order = unknown_order
left join intermediate.captures as known on known.capture_order = known_order
where known.captured_on is null
    or known.captured_on > lacking.captured_on
order by breach_id, unknown_since
