-- every breach has a case, and its dates follow each other; two captures can be of one day
select
    breach_id,
    submitted_on,
    first_open_on,
    last_open_on,
    left_open_on,
    first_archived_on
from marts.breaches
full join marts.cases using (breach_id, submitted_on)
where case_state is null
    or marts.breaches.entity_name is null
    or first_open_on > last_open_on
    or (first_open_on is null) <> (last_open_on is null)
    or left_open_on < last_open_on
    or first_archived_on < last_open_on;

-- a case is closed between two captures, and open, left or removed cases are censored
select breach_id, case_state, closed_after_on, closed_by_on, open_days_least, open_days_most
from marts.cases
where case_state not in ('open', 'closed', 'left', 'removed', 'unknown')
    or (case_state = 'closed') <> (closed_by_on is not null)
    or (case_state = 'closed' and first_archived_on is null)
    or (case_state = 'open' and (last_open_on is null or left_open_on is not null))
    or (case_state = 'left' and (left_open_on is null or last_open_on is null))
    or closed_by_on < closed_after_on
    or closed_after_on <> coalesce(last_open_on, submitted_on)
    or open_days_least < 0
    or open_days_most < open_days_least
    or (closed_by_on is null) <> (open_days_most is null);

-- as of the day shown, what is under investigation is not closed, what is archived is, and what
-- left its view is in no archive since; a case that was open again later is left out
with shown as (
    select max(as_of_on) as as_of_on
    from marts.captures
)

select source_file, source_line, breach_id, view, case_state, last_open_on, closed_by_on
from marts.breaches
join marts.cases using (breach_id)
cross join shown
where vanished_on is null
    and not is_reconstructed
    and (
        (view = 'under-investigation' and (last_open_on is null or closed_by_on <= as_of_on))
        or (view = 'archive' and (closed_by_on is null or closed_by_on > as_of_on)
            and (last_open_on is null or last_open_on <= as_of_on))
        or (view is null and first_archived_on <= as_of_on)
    )
order by source_file, source_line;

-- no case is closed while an open list has it, nor open on the day on which an archive shows that
-- it is closed
select breach_id, case_state, closed_after_on, closed_by_on, unknown_since
from marts.cases
join marts.unknown_views using (breach_id)
where last_view = 'under-investigation'
    and case_state = 'closed'
    and last_listed_on = last_open_on
    and (closed_by_on > unknown_since or closed_after_on < last_listed_on);
