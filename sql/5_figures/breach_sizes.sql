-- One row per class of breach size.
--
-- The limits are the ten preferred numbers of each power of ten (ISO 3, series R10): 500, 630, 800,
-- 1,000, 1,250 and so on. Each is about 1.26 times the previous one, so classes are almost equally
-- wide on a log axis. There is a row for every class from 500 to that of the largest breach, even
-- without a breach; for fewer than 500, and without a number, only if there is such a breach.
--
-- Key: size_order
--
-- size_order           Counts classes from the smallest, 0 for fewer than 500; the class without a
--                      number comes last.
-- at_least             Smallest number of individuals in the class; null where not stated.
-- below                Smallest number above the class; null where not stated, and in the class
--                      from 8 billion, which has no end.
-- breaches             Breaches in the class.
-- breaches_500_or_501  Those of them that state exactly 500 or 501, the smallest numbers that must
--                      be reported at once (45 CFR 164.408(b)); 0 in other classes. Such counts
--                      are revised far more often than others: some are placeholders.
-- individuals          People affected by the breaches; null where not stated.
-- breaches_share       Fraction of all breaches, 0 to 1.

with limits as (
    select first_digits * cast(power(10, zeros) as bigint) as at_least
    from (select unnest([100, 125, 160, 200, 250, 315, 400, 500, 630, 800]) as first_digits)
    cross join (select unnest(range(8)) as zeros)
),

stated as (
    select
        row_number() over (order by at_least) - 1 as size_order,
        at_least,
        lead(at_least) over (order by at_least) as below
    from (
        select 0 as at_least
        union all
        select at_least from limits where at_least >= 500
    )
),

classes as (
    select * from stated
    union all
    select
        count(*) as size_order,
        null as at_least,
        null as below
    from stated
),

counted as (
    select
        size_order,
        count(*) as breaches,
        count(*) filter (where individuals in (500, 501)) as breaches_500_or_501,
        any_value(at_least) as at_least,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches
    join classes
        on (individuals >= at_least and (individuals < below or below is null))
        or (individuals is null and at_least is null)
    where vanished_on is null
    group by all
)

select
    size_order,
    classes.at_least,
    below,
    coalesce(breaches, 0) as breaches,
    coalesce(breaches_500_or_501, 0) as breaches_500_or_501,
    case when classes.at_least is null then null else coalesce(individuals, 0) end as individuals,
    coalesce(breaches, 0) / cast(sum(breaches) over () as double) as breaches_share
from classes
left join counted using (size_order)
where breaches > 0
    or classes.at_least between 500 and (select max(at_least) from counted)
order by size_order
