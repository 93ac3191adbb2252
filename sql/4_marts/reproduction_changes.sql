-- One row per breach that makes a study's totals of today differ from those of its day.
--
-- Totals are the figures over all breaches or, if a study prints none that can be computed, those
-- of its years or half-years. A total that is printed twice counts once. A total whose period is
-- part of that of another of its kind (breaches or people) is left out. Over the remaining totals,
-- the rows add up to newest minus reproduced in marts.reproduction. A breach that moved from one
-- total to another adds nothing to the sum but still has a row.
--
-- Given: study_asked
--
-- Key: breach_id
--
-- change                  added late, vanished, not yet listed, blank filled, count withdrawn,
--                         count revised, day revised, moved in or moved out: the last two if a
--                         study counts only described breaches, and a description was added or
--                         removed.
-- breach_id               The breach in marts.breaches.
-- entity_name             Who reported it.
-- state                   Postal code of its state.
-- submitted_on            Day of submission.
-- captured_on             Day of the first capture that shows it so; null where it vanished.
-- individuals_before      People affected as of the study's day; null where blank or not listed.
-- individuals_after       People affected in the newest complete capture; null likewise.
-- breaches_difference     What it adds to the breaches: 1, 0 or -1, unless two totals overlap in
--                         part.
-- individuals_difference  What it adds to the people.

-- Materialized, as what it calls would be bound again wherever it is named.
with totals as materialized (
    select
        no,
        metric = 'breaches' as is_of_breaches,
        period_start,
        period_end,
        breakdown = 'all' as is_total
    from marts.reproduction(study_asked)
    where reproduced is not null
        and newest is not null
        and metric in ('breaches', 'individuals', 'cumulative_individuals')
        and breakdown in ('all', 'year', 'half')
),

periods as (
    select
        min(no) as no,
        is_of_breaches,
        period_start,
        period_end
    from totals
    where is_total = (select bool_or(is_total) from totals)
    group by all
),

within_another as (
    select distinct inner_period.no
    from periods as inner_period
    join periods as outer_period
        on outer_period.is_of_breaches = inner_period.is_of_breaches
        and outer_period.period_start <= inner_period.period_start
        and outer_period.period_end >= inner_period.period_end
        and outer_period.no <> inner_period.no
),

headlines as (
    select
        no,
        is_of_breaches
    from periods
    anti join within_another using (no)
)

select
    min_by(change, no) as change,
    breach_id,
    entity_name,
    state,
    submitted_on,
    captured_on,
    individuals_before,
    individuals_after,
    cast(coalesce(sum(difference) filter (where is_of_breaches), 0) as bigint)
        as breaches_difference,
    cast(coalesce(sum(difference) filter (where not is_of_breaches), 0) as bigint)
        as individuals_difference
from marts.reproduction_explained(study_asked)
join headlines using (no)
where part = 'changed since'
group by
    breach_id, entity_name, state, submitted_on, captured_on, individuals_before, individuals_after
order by change, abs(individuals_difference) desc, submitted_on, breach_id
