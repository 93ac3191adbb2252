-- every breach with an agreement or a penalty stands in one row
select counted, breaches
from (select cast(coalesce(sum(breaches), 0) as bigint) as counted from figures.outcomes)
cross join (
    select count(*) as breaches
    from marts.breaches
    join marts.breach_kinds using (breach_id)
    where vanished_on is null
        and outcome in ('penalty', 'resolution-agreement')
)
where counted <> breaches;

-- people of the breaches with an agreement or a penalty are counted once
select counted, individuals
from (select sum(individuals) as counted from figures.outcomes)
cross join (
    select sum(individuals) as individuals
    from marts.breaches
    join marts.breach_kinds using (breach_id)
    where vanished_on is null
        and outcome in ('penalty', 'resolution-agreement')
)
where counted is distinct from individuals;
