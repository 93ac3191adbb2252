-- every listed breach is in one event, and only listed breaches are
select source_file, source_line, breach_id
from marts.events
full join (
    select breach_id, source_file, source_line
    from marts.breaches
    where vanished_on is null
) as listed using (breach_id)
where marts.events.event_id is null
    or listed.source_file is null
order by source_file, source_line;

-- an event has the reports and individuals that it says, one first report and one first day, and a
-- reason for each report where there are several
select
    event_id,
    min(event_breaches) as event_breaches,
    count(*) as counted
from marts.events
join marts.breaches using (breach_id)
group by event_id
having min(event_breaches) <> count(*)
    or max(event_breaches) <> count(*)
    or min(event_individuals) is distinct from sum(individuals)
    or min(event_individuals) <> max(event_individuals)
    or min(event_submitted_on) <> min(submitted_on)
    or max(event_submitted_on) <> min(submitted_on)
    or count(case when is_first then 1 end) <> 1
    or max(case when is_first then submitted_on end) <> min(submitted_on)
    or min(coalesce(incident, '')) <> max(coalesce(incident, ''))
    or count(joined_by) <> case when count(*) > 1 then count(*) else 0 end;

-- no event joins reports that contradict each other: but for named incidents, all have the same
-- types, and no described cause is inside where another is outside
select
    event_id,
    min(entity_name) as entity_name,
    min(submitted_on) as submitted_on
from marts.events
join marts.breaches using (breach_id)
where event_breaches > 1
    and incident is null
group by event_id
having min(coalesce(array_to_string(breach_types, ', '), ''))
    <> max(coalesce(array_to_string(breach_types, ', '), ''))
    or min(origin_by_description) <> max(origin_by_description);

-- a report that names an incident was submitted within its days
select breach_id, event_id, submitted_on, first_on, last_on
from marts.events
join marts.breaches using (breach_id)
left join (
    select incident, min(first_on) as first_on, max(last_on) as last_on
    from reference.incidents
    group by all
) as known using (incident)
where (incident is not null and first_on is null)
    or (joined_by = 'named incident' and (
        incident is null
        or submitted_on < first_on
        or submitted_on > last_on
    ));

-- the reports of a reporter that are joined for that reason have one key
select event_id, joined_by, count(*) as breaches
from marts.events
join marts.breaches using (breach_id)
where joined_by = 'same reporter'
group by all
having min(entity_key) <> max(entity_key)
    or count(entity_key) <> count(*);
