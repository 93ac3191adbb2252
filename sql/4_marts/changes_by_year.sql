-- One row per submission year with a breach in one of two captures: how its totals changed.
--
-- Call it in any SQL: from marts.changes_by_year('2017-09-13', '2024-10-17'); the captures may be
-- named in either order. A breach moves to another year if its day of submission was edited.
--
-- Given: one_capture, other_capture
--
-- Key: year
--
-- year                Year of submission to OCR.
-- was_closed          True if the year was already over in the earlier capture, as in
--                     marts.totals_by_capture: then every difference is a revision.
-- old_breaches        Breaches in the earlier capture; those of a missing view as last seen.
-- new_breaches        Breaches in the later capture; likewise.
-- added_breaches      Listed in the later one only.
-- vanished_breaches   Listed in the earlier one only.
-- revised_breaches    Listed in both, with another value in at least one column.
-- described_breaches  Listed in both; a description was published in between.
-- moved_breaches      Listed in both, in different views.
-- unknown_breaches    Listed in one, while the other lacks the view that might list them.
-- old_individuals     People affected by old_breaches, of those that state a number; null if none
--                     does.
-- new_individuals     People affected by new_breaches; likewise.

with standing as (
    select
        year(submitted_on) as year,
        count(*) filter (where version = old_version) as old_breaches,
        count(*) filter (where version = new_version) as new_breaches,
        cast(sum(individuals) filter (where version = old_version) as bigint) as old_individuals,
        cast(sum(individuals) filter (where version = new_version) as bigint) as new_individuals
    from marts.compared_breaches(one_capture, other_capture)
    join marts.breach_versions using (breach_id)
    where version in (old_version, new_version)
    group by all
),

changed as (
    select
        year,
        count(*) filter (where kind = 'added') as added_breaches,
        count(*) filter (where kind = 'vanished') as vanished_breaches,
        count(distinct breach_id) filter (where kind = 'revised') as revised_breaches,
        count(*) filter (where kind = 'described') as described_breaches,
        count(*) filter (where kind = 'moved') as moved_breaches,
        count(*) filter (where kind = 'unknown') as unknown_breaches
    from marts.changes(one_capture, other_capture)
    group by all
),

-- The first complete capture after the end of each year.
closed as (
    select
        year,
        any_value(closed_capture) as capture
    from marts.totals_by_capture
    group by all
),

closed_by_then as (
    select year
    from closed
    join marts.captures using (capture)
    where (captured_on, capture_no) <= (
        select min((captured_on, capture_no))
        from marts.captures
        where capture in (one_capture, other_capture)
    )
)

select
    year,
    closed_by_then.year is not null as was_closed,
    old_breaches,
    new_breaches,
    coalesce(added_breaches, 0) as added_breaches,
    coalesce(vanished_breaches, 0) as vanished_breaches,
    coalesce(revised_breaches, 0) as revised_breaches,
    coalesce(described_breaches, 0) as described_breaches,
    coalesce(moved_breaches, 0) as moved_breaches,
    coalesce(unknown_breaches, 0) as unknown_breaches,
    old_individuals,
    new_individuals
from standing
left join changed using (year)
left join closed_by_then using (year)
order by year
