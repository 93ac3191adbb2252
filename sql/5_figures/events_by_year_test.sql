-- breaches are those of the mart, and every event counts in one year
select year, figures.events_by_year.breaches, counted.breaches as counted
from figures.events_by_year
full join (
    select year, count(*) as breaches, sum(individuals) as individuals
    from marts.breaches
    where vanished_on is null
    group by all
) as counted using (year)
where figures.events_by_year.breaches is distinct from coalesce(counted.breaches, 0)
    or figures.events_by_year.individuals is distinct from counted.individuals
union all
select
    null as year,
    cast(sum(events) as bigint) as breaches,
    (select count(distinct event_id) from marts.events) as counted
from figures.events_by_year
having breaches <> counted;

-- there are no more events than reports since the list began, and the largest event of all is there
select
    year,
    events,
    breaches,
    largest_event_breaches
from figures.events_by_year
where events > breaches
    or breaches_of_shared > breaches
    or breaches - breaches_of_shared > events
union all
select
    null as year,
    null as events,
    null as breaches,
    max(largest_event_breaches) as largest_event_breaches
from figures.events_by_year
having max(largest_event_breaches) <> (select max(event_breaches) from marts.events);
