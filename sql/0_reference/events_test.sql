-- an event has a day, a short name, a sentence and a source with its address
select event, happened_on, short, what, source, source_url
from reference.events
where happened_on is null
    or short is null
    or length(short) > 24
    or what is null
    or source is null
    or source_url is null
    or source_url not like 'https://%';

-- no chart has more than three events
select chart, count(*) as events
from (
    select unnest(string_split(charts, '|')) as chart
    from reference.events
) as drawn
group by all
having count(*) > 3;

-- an event that is a breach names who reported it, and every other one has a chart
select event, charts, entity
from reference.events
where charts is null
    and entity is null;
