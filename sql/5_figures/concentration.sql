-- One row per calendar year, and one for all years: how unequal its breaches are in size.
--
-- Only breaches that state a number count. The number of largest breaches is rounded down, but is
-- at least one: the largest 1 % of 6,441 are 64. The Gini coefficient is half the relative mean
-- difference (Gini, 1912), without a correction for small n: 0 if all breaches have the same size,
-- near 1 if one of many has all the people. People in several breaches count in each.
--
-- Key: period
--
-- period                Year of submission as text, or "All years".
-- year                  Year of submission; null for all years.
-- breaches              Breaches that state a number of individuals.
-- individuals           People affected.
-- top_1_percent         How many breaches are the largest 1 %.
-- top_1_percent_share   Share of the individuals in these.
-- top_5_percent         How many breaches are the largest 5 %.
-- top_5_percent_share   Share of the individuals in these.
-- top_10_percent        How many breaches are the largest 10 %.
-- top_10_percent_share  Share of the individuals in these.
-- gini                  Gini coefficient of the individuals of a breach; null where all are 0.
-- is_partial_year       True where the list cannot cover the year; null for all years.

-- Breaches of one size are one row, so that a long list is not sorted whole.
with sizes as (
    select year, individuals, count(*) as alike
    from marts.breaches
    where vanished_on is null
        and individuals is not null
    group by all
),

periods as (
    select year, individuals, alike
    from sizes
    union all
    select
        null as year,
        individuals,
        cast(sum(alike) as bigint) as alike
    from sizes
    group by all
),

ranked as (
    select
        *,
        sum(alike) over whole as breaches,
        sum(alike) over largest_first - alike as larger,
        sum(alike) over whole - sum(alike) over largest_first as smaller
    from periods
    window
        whole as (partition by year),
        largest_first as (partition by year order by individuals desc)
),

-- How many of the breaches of one size are among the largest; smaller and larger are pairs that
-- differ, each of which counts with its sign.
placed as (
    select
        *,
        greatest(floor(breaches * 0.01e0), 1) as top_1,
        greatest(floor(breaches * 0.05e0), 1) as top_5,
        greatest(floor(breaches * 0.1e0), 1) as top_10
    from ranked
)

select
    coalesce(cast(year as varchar), 'All years') as period,
    year,
    cast(sum(alike) as bigint) as breaches,
    cast(sum(individuals * alike) as bigint) as individuals,
    cast(max(top_1) as bigint) as top_1_percent,
    sum(individuals * least(alike, greatest(top_1 - larger, 0)))
        / nullif(cast(sum(individuals * alike) as double), 0) as top_1_percent_share,
    cast(max(top_5) as bigint) as top_5_percent,
    sum(individuals * least(alike, greatest(top_5 - larger, 0)))
        / nullif(cast(sum(individuals * alike) as double), 0) as top_5_percent_share,
    cast(max(top_10) as bigint) as top_10_percent,
    sum(individuals * least(alike, greatest(top_10 - larger, 0)))
        / nullif(cast(sum(individuals * alike) as double), 0) as top_10_percent_share,
    cast(sum(individuals * alike * (smaller - larger)) as double)
        / nullif(cast(max(breaches) as double) * cast(sum(individuals * alike) as double), 0)
        as gini,
    is_partial_year
from placed
left join marts.years using (year)
group by all
order by period
