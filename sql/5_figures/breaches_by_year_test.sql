-- every breach is counted in exactly one year
select counted, breaches
from (select cast(coalesce(sum(breaches), 0) as bigint) as counted from figures.breaches_by_year)
cross join (
    select count(*) as breaches from marts.breaches where vanished_on is null
)
where counted <> breaches;

-- individuals add up to those of the breaches
select counted, individuals
from (select sum(individuals) as counted from figures.breaches_by_year)
cross join (
    select sum(individuals) as individuals from marts.breaches where vanished_on is null
)
where counted is distinct from individuals;
