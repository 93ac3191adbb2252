-- One row per breach that makes today's totals of a study other than those of the day it read.
--
-- Totals are the figures over all breaches; where a study prints none that can be computed, those
-- of its years. The rows add up to newest minus reproduced of these in marts.reproduction.
--
-- Given: study_asked
--
-- Key: breach_id
--
-- change                  added late, vanished, not yet listed, blank filled, count withdrawn,
--                         count revised or day revised.
-- breach_id               The breach in marts.breaches.
-- entity_name             Who reported it.
-- state                   Postal code of its state.
-- submitted_on            Day of submission.
-- captured_on             Day of the first capture that shows it so; null where it vanished.
-- individuals_before      People affected as of the study's day; null where blank or not listed.
-- individuals_after       People affected in the newest complete capture; null likewise.
-- breaches_difference     What it adds to the breaches: 1, 0 or -1.
-- individuals_difference  What it adds to the people.

with totals as (
    select
        no,
        breakdown = 'all' as is_total
    from marts.reproduction(study_asked)
    where reproduced is not null
        and newest is not null
        and metric in ('breaches', 'individuals', 'cumulative_individuals')
        and breakdown in ('all', 'year', 'half')
),

headlines as (
    select no
    from totals
    where is_total = (select bool_or(is_total) from totals)
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
    coalesce(any_value(difference) filter (where metric = 'breaches'), 0) as breaches_difference,
    coalesce(any_value(difference) filter (where metric <> 'breaches'), 0)
        as individuals_difference
from marts.reproduction_explained(study_asked)
join headlines using (no)
where part = 'changed since'
group by
    breach_id, entity_name, state, submitted_on, captured_on, individuals_before, individuals_after
order by change, abs(individuals_difference) desc, submitted_on, breach_id
