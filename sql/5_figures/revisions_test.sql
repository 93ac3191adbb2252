-- individuals of the capture before and all that changed add up to those of the current capture
with totals as (
    select
        cast(sum(individuals) as bigint) as individuals,
        cast(sum(individuals_change) as bigint) as stated_change
    from figures.totals_by_capture
    where is_newest
),

rows as (
    select cast(sum(individuals_change) as bigint) as listed_change
    from figures.revisions
)

select individuals, stated_change, listed_change
from totals
cross join rows
where stated_change is not null
    and coalesce(listed_change, 0) <> stated_change;

-- each breach more or less than in the capture before is listed
with totals as (
    select cast(sum(breaches_change) as bigint) as stated_change
    from figures.totals_by_capture
    where is_newest
),

rows as (
    select
        count(*) filter (where kind = 'added')
        - count(*) filter (where kind = 'vanished') as listed_change
    from figures.revisions
)

select stated_change, listed_change
from totals
cross join rows
where stated_change <> listed_change;

-- between two complete captures nothing is unknown, and each row says what changed
select breach_id, changed_column, kind, old_value, new_value
from figures.revisions
where kind = 'unknown'
    or old_value is not distinct from new_value
order by breach_id, changed_column;
