-- reports are those of the mart, value by value
with counted as (
    select 'state' as kind, coalesce(state, 'Not stated') as value, count(*) as breaches
    from marts.breaches
    where vanished_on is null
    group by all
    union all
    select 'type' as kind, breach_type as value, count(*) as breaches
    from marts.breach_types
    group by all
    union all
    select 'location' as kind, location as value, count(*) as breaches
    from marts.breach_locations
    group by all
    union all
    select 'all' as kind, 'All' as value, count(*) as breaches
    from marts.breaches
    where vanished_on is null
    having count(*) > 0
)

select kind, value, figures.events_by_kind.breaches, counted.breaches as counted
from figures.events_by_kind
full join counted using (kind, value)
where (kind in ('state', 'all') or (kind in ('type', 'location') and value <> 'Not stated'))
    and figures.events_by_kind.breaches is distinct from counted.breaches;

-- the values of a kind hold all reports, those with several values more than once; all events are
-- counted, and a value has no more events than reports
select
    kind,
    cast(sum(breaches) as bigint) as breaches,
    cast(sum(events) as bigint) as events,
    cast(sum(individuals) as bigint) as individuals
from figures.events_by_kind
group by kind
having sum(breaches) < (select count(*) from marts.events)
    or sum(events) < (select count(distinct event_id) from marts.events)
    or bool_or(events > breaches)
    or bool_or(abs(breaches_per_event * events - breaches) > 1e-6)
    or (kind not in ('type', 'location') and (
        sum(breaches) > (select count(*) from marts.events)
        or sum(individuals) <> (
            select sum(individuals) from marts.breaches where vanished_on is null
        )
    ))
    or (kind = 'all' and sum(events) <> (select count(distinct event_id) from marts.events));
