-- every breach is in exactly one class, and so are its individuals
select
    counted,
    breaches,
    counted_individuals,
    individuals
from (
    select
        cast(coalesce(sum(breaches), 0) as bigint) as counted,
        cast(sum(individuals) as bigint) as counted_individuals
    from figures.breach_sizes
)
cross join (
    select
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches
    where vanished_on is null
)
where counted <> breaches
    or coalesce(counted_individuals, 0) <> coalesce(individuals, 0);

-- shares add up to one
select shares
from (select sum(breaches_share) as shares from figures.breach_sizes)
where abs(shares - 1) > 1e-9;

-- the individuals of a class are those of so many breaches between its limits
select
    size_order,
    at_least,
    below,
    breaches,
    individuals
from figures.breach_sizes
where individuals < breaches * at_least
    or individuals > breaches * (below - 1)
    or (at_least is null) <> (individuals is null);

-- a class begins where the one before it ends
select
    size_order,
    previous_below,
    at_least
from (
    select
        size_order,
        at_least,
        lag(below) over (order by size_order) as previous_below
    from figures.breach_sizes
)
where previous_below <> at_least;

-- breaches of exactly 500 or 501 are those of the mart, all in the class from 500
select counted, breaches
from (
    select cast(coalesce(sum(breaches_500_or_501), 0) as bigint) as counted
    from figures.breach_sizes
    where at_least = 500
        or breaches_500_or_501 > breaches
)
cross join (
    select count(*) as breaches
    from marts.breaches
    where vanished_on is null
        and individuals in (500, 501)
)
where counted <> breaches;
