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

-- a projection stands beside the count of the newest year, and nowhere else
select year, breaches, projected_low, projected_breaches, projected_high
from figures.breaches_by_year
where (year <> (select max(year) from marts.years) and projected_breaches is not null)
    or projected_breaches is distinct from (
        select max(marts.projection.projected_breaches)
        from marts.projection
        where marts.projection.year = figures.breaches_by_year.year
    );
