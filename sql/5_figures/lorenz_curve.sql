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

-- The tenths of a percent that end near the breaches of each size, one or two for most.
near as (
    select
        summed.*,
        whole.breaches,
        whole.individuals as all_individuals,
        cast(floor(before * 1000 / whole.breaches) as bigint) as first_tenth,
        cast(ceil(up_to * 1000 / whole.breaches) as bigint) + 1 as end_tenth
    from summed
    cross join whole
    where whole.individuals > 0
),

steps as (
    select
        *,
        unnest(range(first_tenth, end_tenth)) as thousandths
    from near
)

select
    thousandths / 10e0 as breaches_percent,
    coalesce(
        max(
            case when thousandths > 0 then
                individuals_before + individuals * (thousandths / 1000e0 * breaches - before)
            end
        ),
        0
    ) / max(all_individuals) as individuals_share
from steps
where (thousandths % 10 = 0 or thousandths > 990)
    and thousandths / 1000e0 * breaches <= up_to
    and (thousandths / 1000e0 * breaches > before or thousandths = 0)
group by all
order by breaches_percent
