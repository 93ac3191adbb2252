-- One row per class of breach size.
--
-- Classes go in steps of about 1, 2, 5, so they are even on a log scale. Classes below 500 and
-- without a stated number are there only if a breach falls in them.
--
-- Key: size_order
--
-- size_order      Counts classes from the smallest; the class without a number comes last.
-- size            The class in words: 500–999; "Not stated" for breaches without a number.
-- at_least        Smallest number of individuals in the class; null where not stated.
-- below           Smallest number beyond the class; null in the open class and where not stated.
-- breaches        Breaches in the class.
-- individuals     People affected by them; null where not stated.
-- breaches_share  Fraction of all breaches, 0 to 1.

with counted as (
    select
        size_order,
        at_least,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches
    join reference.size_classes
        on (individuals >= at_least and (individuals < below or below is null))
        or (individuals is null and at_least is null)
    where vanished_on is null
    group by all
),

classes as (
    select
        size_order,
        size,
        at_least,
        below
    from reference.size_classes
    where size_order in (select size_order from counted)
        or at_least between 500 and (select max(at_least) from counted)
)

select
    size_order,
    size,
    classes.at_least,
    below,
    coalesce(breaches, 0) as breaches,
    case when classes.at_least is null then null else coalesce(individuals, 0) end as individuals,
    coalesce(breaches, 0) / cast(sum(breaches) over () as double) as breaches_share
from classes
left join counted using (size_order)
order by size_order
