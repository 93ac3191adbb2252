-- the months of a year add up to the breaches and individuals of the year
select
    year,
    counted,
    figures.breaches_by_year.breaches,
    counted_individuals,
    figures.breaches_by_year.individuals
from (
    select
        year,
        cast(sum(breaches) as bigint) as counted,
        cast(sum(individuals) as bigint) as counted_individuals
    from figures.breaches_by_month
    group by all
)
full join figures.breaches_by_year using (year)
where coalesce(counted, 0) is distinct from figures.breaches_by_year.breaches
    or counted_individuals is distinct from figures.breaches_by_year.individuals;

-- the breaches of a month are those of the mart, and no month of a breach is uncovered
with listed as (
    select
        year,
        month(submitted_on) as month,
        count(*) as breaches
    from marts.breaches
    where vanished_on is null
    group by all
)

select
    year,
    month,
    figures.breaches_by_month.breaches,
    listed.breaches as breaches_wanted
from figures.breaches_by_month
full join listed using (year, month)
where coalesce(figures.breaches_by_month.breaches, 0) <> coalesce(listed.breaches, 0);

-- every year has twelve months, and a whole year only months that are covered
select
    year,
    count(*) as months,
    count(breaches) as covered
from figures.breaches_by_month
group by year
having count(*) <> 12
    or not bool_or(is_partial_year) and count(breaches) <> 12;

-- an uncovered month has no number, and after it comes no covered one but at the list's beginning
select
    year,
    month,
    breaches,
    is_partial_month
from (
    select
        *,
        max(make_date(year, month, 1)) filter (where breaches is not null) over () as last_covered
    from figures.breaches_by_month
)
where (breaches is null) <> (is_partial_month is null)
    or breaches is null
    and (
        individuals is not null
        or make_date(year, month, 1) between date '2009-09-01' and last_covered
    );

-- the shares of a whole year with a breach add up to 1, and the usual one is between their ends
with ends as (
    select
        month,
        min(year_share) as least,
        max(year_share) as most
    from figures.breaches_by_month
    group by all
),

summed as (
    select
        year,
        sum(year_share) as shares,
        bool_or(is_partial_year) or sum(coalesce(breaches, 0)) = 0 as has_none
    from figures.breaches_by_month
    group by all
)

select
    year,
    month,
    shares,
    usual_share,
    least,
    most
from figures.breaches_by_month
join ends using (month)
join summed using (year)
where has_none <> (shares is null)
    or abs(shares - 1) > 1e-9
    or (usual_share is null) <> (least is null)
    or usual_share not between least and most;
