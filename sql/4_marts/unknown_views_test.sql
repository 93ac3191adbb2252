-- a breach is lost only after it was listed, and known again only after it was lost
select
    breach_id,
    last_listed_on,
    unknown_since,
    known_on
from marts.unknown_views
where last_listed_on > unknown_since
    or known_on <= unknown_since;

-- while its view is unknown, a version of the breach holds
select breach_id, unknown_since
from marts.unknown_views
anti join (
    select unknown_views.breach_id, unknown_since
    from marts.unknown_views
    join marts.breach_versions
        on marts.breach_versions.breach_id = unknown_views.breach_id
        and valid_from <= unknown_since
        and (valid_to is null or valid_to > unknown_since)
) using (breach_id, unknown_since);

-- the newest open list by the day shown holds as many reports as breaches are under investigation,
-- if no newer capture saved the archive or the one list of all, and no other capture is of its day
with newest as (
    select
        max_by(captured_on, capture_order) as captured_on,
        max_by(views, capture_order) as views,
        max_by(capture_order, capture_order) as capture_order
    from intermediate.captures
    where captured_on <= as_of_on
)

select
    rows,
    breaches
from newest
join marts.snapshots using (captured_on)
cross join marts.views
where marts.snapshots.view = 'under-investigation'
    and list_contains(views, 'under-investigation')
    and place = 'under-investigation'
    and rows <> breaches
    and (
        select count(*)
        from intermediate.captures
        where intermediate.captures.captured_on = newest.captured_on
    ) = 1;
