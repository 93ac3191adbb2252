-- One row per view of the portal, and for unknown views: how many breaches marts.breaches lists.
--
-- Vanished breaches are left out. Every listed breach counts in one row; rows without a breach are
-- included.
--
-- Key: place
--
-- place           archive, under-investigation, all; unknown: it left its last known view, and no
--                 newer capture shows where it is; not yet captured: only captures after the day
--                 shown list it.
-- breaches        Breaches listed there by the day shown.
-- individuals     People affected, of the breaches that state a number; null if none does.
-- last_saved_on   Day of the last capture by the day shown that saved this view; null if none did,
--                 and in the rows that are not a view.
-- last_listed_on  In the row unknown: the earliest day on which one of its breaches was last
--                 listed, so that all of them left their view after that day; null otherwise.
-- left_archive    In the row unknown: how many of its breaches were archived last; 0 otherwise. The
--                 others were under investigation.

with places (place) as (
    values ('archive'), ('under-investigation'), ('all'), ('unknown'), ('not yet captured')
),

shown as (
    select max(as_of_on) as as_of_on
    from intermediate.captures
),

saved as (
    select
        view as place,
        max(captured_on) as last_saved_on
    from intermediate.captures
    cross join unnest(views) as each_view(view)
    where captured_on <= as_of_on
    group by all
),

unknown as (
    select
        breach_id,
        last_view,
        last_listed_on
    from marts.unknown_views
    cross join shown
    where unknown_since <= as_of_on
        and (known_on is null or known_on > as_of_on)
),

counted as (
    select
        case
            when is_reconstructed then 'not yet captured'
            else coalesce(view, 'unknown')
        end as place,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals,
        min(last_listed_on) as last_listed_on,
        count(*) filter (where last_view = 'archive') as left_archive
    from marts.breaches
    left join unknown using (breach_id)
    where vanished_on is null
    group by all
)

select
    place,
    coalesce(breaches, 0) as breaches,
    individuals,
    last_saved_on,
    last_listed_on,
    coalesce(left_archive, 0) as left_archive
from places
left join counted using (place)
left join saved using (place)
order by place
