-- every capture by the day shown has a row, if there are two, and one is the current
with wanted as (
    select
        capture,
        is_current,
        case when is_complete then breaches end as breaches
    from marts.captures
    where captured_on <= as_of_on
        or not is_as_of
)

select
    capture,
    wanted.breaches as breaches_wanted,
    figures.listed_by_capture.breaches
from wanted
full join figures.listed_by_capture using (capture, is_current)
where (select count(*) from wanted) > 1
    and (
        wanted.capture is null
        or figures.listed_by_capture.capture is null
        or wanted.breaches is distinct from figures.listed_by_capture.breaches
    );

-- the current capture lists the individuals of marts.breaches, but for a day that was asked for
select
    capture,
    figures.listed_by_capture.individuals,
    listed.individuals as individuals_wanted
from figures.listed_by_capture
join marts.captures using (capture)
cross join (
    select coalesce(cast(sum(individuals) as bigint), 0) as individuals
    from marts.breaches
    where vanished_on is null
) as listed
where figures.listed_by_capture.is_current
    and marts.captures.is_complete
    and not is_as_of
    and figures.listed_by_capture.individuals is distinct from listed.individuals;

-- the two views of a complete capture hold each of its breaches once
select
    capture,
    archived,
    under_investigation,
    breaches
from figures.listed_by_capture
where breaches <> archived + under_investigation
    or is_complete <> (breaches is not null)
    or is_complete <> (individuals is not null)
    or not is_complete and (archived is null) = (under_investigation is null);

-- a view that was saved is counted as its file was, but for what the archive holds of the open list
select
    capture,
    view,
    rows,
    archived,
    under_investigation
from marts.snapshots
join figures.listed_by_capture using (captured_on, capture_no)
where view = 'archive' and coalesce(
        archived not between rows - coalesce(under_investigation, 0) and rows,
        true
    )
    or view = 'under-investigation' and under_investigation is distinct from rows;
