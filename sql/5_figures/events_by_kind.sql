-- One row per kind of breach and value: the number of reports and of events.
--
-- All years together. An event counts once for each value that one of its reports has, so the
-- events of a kind may add up to more than there are; so do breaches with several types or
-- locations.
--
-- Key: kind, value
--
-- kind                state, entity type, type, location, business associate, origin, cause or all.
-- value               Value of that column of marts.breaches as text; "Not stated" where it is
--                     blank or nothing decides.
-- breaches            Breaches reported; each report counts.
-- events              Events of which at least one report has the value.
-- breaches_per_event  breaches divided by events.
-- individuals         People affected, of the breaches that state a number; null if none does.

with reports as (
    select
        case when event_breaches > 1 then event_id end as shared_event_id,
        individuals,
        state,
        entity_type,
        has_business_associate,
        origin,
        cause,
        breach_types,
        locations
    from marts.breaches
    join marts.events using (breach_id)
),

sorted as (
    select
        shared_event_id,
        individuals,
        unnest([
            'all', 'state', 'entity type', 'business associate', 'origin', 'cause'
        ]) as kind,
        unnest([
            'All', state, entity_type,
            case has_business_associate when true then 'Yes' when false then 'No' end,
            origin, cause
        ]) as value
    from reports
    union all
    select
        shared_event_id,
        individuals,
        'type' as kind,
        unnest(coalesce(breach_types, [null])) as value
    from reports
    union all
    select
        shared_event_id,
        individuals,
        'location' as kind,
        unnest(coalesce(locations, [null])) as value
    from reports
),

-- Most events have one report, so a distinct count is needed for few.
counted as (
    select
        kind,
        coalesce(value, 'Not stated') as value,
        count(*) as breaches,
        count(*) - count(shared_event_id) + count(distinct shared_event_id) as events,
        cast(sum(individuals) as bigint) as individuals
    from sorted
    group by all
)

select
    kind,
    value,
    breaches,
    events,
    breaches / cast(events as double) as breaches_per_event,
    individuals
from counted
order by kind, value
