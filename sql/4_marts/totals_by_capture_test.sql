-- the years of each capture that moved any add up to the breaches that it lists
with summed as (
    select
        capture,
        sum(sum(coalesce(breaches_change, breaches))) over (
            order by captured_on, capture_no
        ) as breaches
    from marts.totals_by_capture
    group by capture, captured_on, capture_no
)

select
    capture,
    summed.breaches as added_up,
    marts.captures.breaches as listed
from summed
join marts.captures using (capture)
where summed.breaches <> marts.captures.breaches
order by capture;

-- the rows of the newest capture are the years of marts.breaches, but for a day that was asked for
with newest as (
    select
        year,
        breaches,
        individuals
    from marts.totals_by_capture
    where is_newest
        and breaches > 0
),

listed as (
    select
        year,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select
    coalesce(newest.year, listed.year) as year,
    newest.breaches as newest_breaches,
    listed.breaches as listed_breaches,
    newest.individuals as newest_individuals,
    listed.individuals as listed_individuals
from newest
full join listed using (year)
where (newest.breaches is distinct from listed.breaches
        or newest.individuals is distinct from listed.individuals)
    and exists (select 1 from marts.captures where is_current and is_complete and not is_as_of)
order by year;
