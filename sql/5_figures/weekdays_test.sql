-- the breaches and individuals of a weekday are those of the mart, by the day's name
with counted as (
    select dayname(submitted_on) as name, count(*) as breaches, sum(individuals) as individuals
    from marts.breaches
    where vanished_on is null
    group by all
)

select weekday, name, figures.weekdays.breaches, counted.breaches as counted
from figures.weekdays
full join counted using (name)
where weekday is null
    or figures.weekdays.breaches <> coalesce(counted.breaches, 0)
    or figures.weekdays.individuals is distinct from counted.individuals;

-- there are seven days, and their shares add up to one
select count(*) as days, sum(breaches_share) as shares
from figures.weekdays
having count(*) <> 7
    or abs(sum(breaches_share) - 1) > 1e-9
    or sum(breaches) <> (select count(*) from marts.breaches where vanished_on is null);
