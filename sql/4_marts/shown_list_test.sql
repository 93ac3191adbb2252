-- the list that is described is the one that marts.breaches holds
select
    shown_list.breaches,
    listed.breaches as breaches_wanted,
    shown_list.newest_captured_on,
    newest.newest_captured_on as newest_wanted
from marts.shown_list
cross join (
    select
        count(*) filter (where vanished_on is null) as breaches,
        count(*) filter (where is_reconstructed) as reconstructed
    from marts.breaches
) as listed
cross join (
    select max(captured_on) as newest_captured_on
    from marts.snapshots
    where is_shown
) as newest
where shown_list.breaches <> listed.breaches
    or shown_list.reconstructed <> listed.reconstructed
    or shown_list.newest_captured_on is distinct from newest.newest_captured_on;

-- a list is whole where no capture of one view has a part in it, and says which view it lacks
select
    capture,
    is_complete,
    missing_view,
    half_captures
from marts.shown_list
where is_complete <> (half_captures = 0)
    or is_complete <> (missing_view is null)
    or half_captures > 0 and newest_half_on is null;

-- what waits is counted, and the largest is among it
select
    waiting_captures,
    waiting_breaches,
    waiting_revisions,
    waiting_individuals
from marts.shown_list
cross join (
    select
        count(*) filter (where is_new) as breaches,
        count(*) filter (where not is_new) as revisions,
        max(case when has_other_count then individuals end) as individuals
    from marts.waiting_breaches
) as waiting
where waiting_breaches <> waiting.breaches
    or waiting_revisions <> waiting.revisions
    or waiting_individuals is distinct from waiting.individuals
    or waiting_captures = 0 and waiting_breaches + waiting_revisions > 0;
