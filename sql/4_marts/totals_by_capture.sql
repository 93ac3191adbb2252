-- One row per submission year and complete capture at which the year's numbers changed.
--
-- Between most captures nothing changes. So a year has a row only at the first capture that lists
-- it, at captures where one of its three numbers differs from the previous complete capture, at the
-- first after the year's end, and at the last. Captures that lack a view, and captures after the
-- day shown, are left out.
--
-- Key: year, captured_on, capture_no
--
-- year, captured_on, capture_no  As in marts.part2_breaches.
-- capture                     The two as one name: 2024-10-17, or 2024-10-17.2.
-- is_newest                   True in the rows of the last capture.
-- breaches                    Breaches of the year that the capture lists.
-- individuals               People affected, of the breaches that state a number; null if none
--                           does.
-- breaches_without_count      Breaches of the year that state no number.
-- previous_capture            The previous complete capture; null for the first of all.
-- breaches_change             Change of breaches since then; null for the first of all.
-- individuals_change          Change of individuals since then; likewise.
-- is_closed                   True if the year was over and the list covers its end: it has a
--                             submission after 16 December, or of a later year.
-- closed_capture              The first complete capture for which is_closed is true; null before.
-- breaches_since_closed       Change of breaches since that capture; null before. It includes late
--                             reports: some are listed weeks after they were submitted.
-- individuals_since_closed    Change of individuals since that capture; likewise.
-- was_closed                  True if the year was closed at the previous capture too, so that
--                             every change is a revision.

with complete as (
    select
        capture_order,
        captured_on,
        capture_no,
        capture,
        newest_submitted_on,
        lag(capture) over (order by capture_order) as previous_capture,
        capture_order = max(capture_order) over () as is_newest
    from intermediate.captures
    join marts.captures using (captured_on, capture_no, capture, is_complete, as_of_on)
    where is_complete
        and captured_on <= as_of_on
),

-- What each version adds to its year where it begins, and takes where it ends, at the first
-- complete capture from there on.
turns as (
    select
        year(submitted_on) as year,
        next_complete as capture_order,
        1 as breaches,
        individuals
    from intermediate.breach_versions
    join intermediate.captures on capture_order = first_order
    union all
    select
        year(submitted_on) as year,
        next_complete as capture_order,
        -1 as breaches,
        -individuals as individuals
    from intermediate.breach_versions
    join intermediate.captures on capture_order = gone_order
),

moves as (
    select
        year,
        capture_order,
        cast(sum(breaches) as bigint) as breaches,
        coalesce(cast(sum(individuals) as bigint), 0) as individuals,
        coalesce(cast(sum(breaches) filter (where individuals is not null) as bigint), 0) as counted
    from turns
    join complete using (capture_order)
    group by all
    having sum(breaches) <> 0
        or coalesce(sum(individuals), 0) <> 0
        or counted <> 0
),

spans as (
    select
        year,
        min(capture_order) as first_order
    from moves
    group by all
),

closings as (
    select
        year,
        min(capture_order) as closed_order,
        min_by(capture, capture_order) as closed_capture
    from spans
    join complete
        on capture_order >= first_order
        and captured_on > make_date(year, 12, 31)
        and newest_submitted_on > make_date(year, 12, 16)
    group by all
),

marked as (
    select
        year,
        capture_order
    from moves
    union
    select
        year,
        closed_order as capture_order
    from closings
    union
    select
        year,
        capture_order
    from spans
    join complete on is_newest
),

summed as (
    select
        year,
        capture_order,
        coalesce(moves.breaches, 0) as breaches_change,
        coalesce(moves.individuals, 0) as individuals_change,
        cast(sum(moves.breaches) over so_far as bigint) as breaches,
        cast(sum(moves.individuals) over so_far as bigint) as individuals,
        cast(sum(moves.counted) over so_far as bigint) as counted,
        closed_order,
        closed_capture
    from marked
    left join moves using (year, capture_order)
    left join closings using (year)
    window so_far as (partition by year order by capture_order)
),

compared as (
    select
        *,
        max(breaches) filter (where capture_order = closed_order) over (partition by year)
            as closed_breaches,
        max(individuals) filter (where capture_order = closed_order) over (partition by year)
            as closed_individuals
    from summed
)

select
    year,
    captured_on,
    capture_no,
    capture,
    is_newest,
    breaches,
    case when counted > 0 then individuals end as individuals,
    breaches - counted as breaches_without_count,
    previous_capture,
    case when previous_capture is not null then breaches_change end as breaches_change,
    case when previous_capture is not null then individuals_change end as individuals_change,
    coalesce(capture_order >= closed_order, false) as is_closed,
    closed_capture,
    case when capture_order >= closed_order then breaches - closed_breaches end
        as breaches_since_closed,
    case when capture_order >= closed_order then individuals - closed_individuals end
        as individuals_since_closed,
    coalesce(capture_order > closed_order, false) as was_closed
from compared
join complete using (capture_order)
order by year, captured_on, capture_no
