-- One row per step of the Lorenz curve: what share of the people the smaller breaches have.
--
-- Based on the listed breaches of all years that state a number, smallest first (Lorenz, 1905).
-- Steps are whole percents up to 99, and tenths above. A step that ends within a breach takes the
-- corresponding part of it.
--
-- Key: breaches_percent
--
-- breaches_percent   Percent of the breaches, the smallest ones; 0 to 100.
-- individuals_share  Share of the individuals that these breaches have, 0 to 1.

with sizes as (
    select individuals, count(*) as alike
    from marts.breaches
    where vanished_on is null
        and individuals is not null
    group by all
),

summed as (
    select
        individuals,
        sum(alike) over smallest_first as up_to,
        sum(alike) over smallest_first - alike as before,
        sum(individuals * alike) over smallest_first - individuals * alike as individuals_before
    from sizes
    window smallest_first as (order by individuals)
),

whole as (
    select
        cast(sum(alike) as double) as breaches,
        cast(sum(individuals * alike) as double) as individuals
    from sizes
),

steps as (
    select unnest(range(0, 100)) * 10 as thousandths
    union all
    select unnest(range(991, 1001)) as thousandths
)

select
    thousandths / 10e0 as breaches_percent,
    coalesce(
        max(individuals_before + summed.individuals
            * (thousandths / 1000e0 * whole.breaches - before)),
        0
    ) / max(whole.individuals) as individuals_share
from steps
cross join whole
left join summed
    on thousandths / 1000e0 * whole.breaches > before
    and thousandths / 1000e0 * whole.breaches <= up_to
where whole.individuals > 0
group by all
order by breaches_percent
