-- every type of every breach is counted, and each breach without one once
select counted, breaches
from (select cast(coalesce(sum(breaches), 0) as bigint) as counted from figures.breaches_by_year_and_type)
cross join (
    select count(*) as breaches
    from marts.breaches
    left join marts.breach_types using (breach_id)
)
where counted <> breaches;

-- individuals add up to those of the breaches, each counted once for every type
select counted, individuals
from (select coalesce(sum(individuals), 0) as counted from figures.breaches_by_year_and_type)
cross join (
    select coalesce(sum(marts.breaches.individuals), 0) as individuals
    from marts.breaches
    left join marts.breach_types using (breach_id)
)
where counted <> individuals;
