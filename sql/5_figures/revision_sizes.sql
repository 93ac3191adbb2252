-- One row per kind of count and age at which it was first seen: how many were replaced since.
--
-- Each breach counts once, vanished ones too. Its number of individuals in the first capture that
-- lists it is compared with that in the newest; if built --as-of a day, of the captures by that
-- day. 500 and 501 are placeholders in many reports. The shares are too low: a number that was
-- replaced before any capture showed it is missed, and one that will be replaced later counts as
-- kept. The younger a report was when first seen, the less is missed.
--
-- Key: first_count, seen_at
--
-- first_count            500 or 501, none, or other: the number in the first capture.
-- seen_at                Age of the report in that capture: within 90 days, within a year, or
--                        later.
-- breaches               Breaches first seen with this count at this age.
-- replaced               Those whose newest version states another number.
-- replaced_share         replaced divided by breaches.
-- raised                 Those of them that state more than before, or a number for the first time.
-- median_days            Days from submission to the first capture that shows another number,
--                        median of those replaced; null where none is.
-- factor_lower_quartile  Newest number divided by the first, of those replaced that state both:
--                        lower quartile; null if none states both.
-- factor_median          Median of the same; null likewise.
-- factor_upper_quartile  Upper quartile of the same; null likewise.
-- factor_largest         Largest of the same; null likewise.
-- individuals_first      People affected by those replaced, as first stated; null if none stated a
--                        number.
-- individuals_newest     The same, as the newest version states; null likewise.

with counting as (
    select max(case when is_as_of then as_of_on else date '9999-12-31' end) as until_on
    from marts.captures
),

firsts as (
    select
        breach_id,
        individuals as first_individuals,
        submitted_on,
        valid_from as listed_on
    from marts.breach_versions
    semi join marts.breaches using (breach_id)
    cross join counting
    where version = 1
        and valid_from <= until_on
),

-- Most breaches have one version.
later as (
    select
        breach_id,
        arg_max_null(individuals, version) as newest_individuals,
        min(case when individuals is distinct from first_individuals then valid_from end)
            as replaced_on
    from marts.breach_versions
    join firsts using (breach_id)
    cross join counting
    where version > 1
        and valid_from <= until_on
    group by breach_id
),

followed as (
    select
        first_individuals,
        case when later.breach_id is null then first_individuals else newest_individuals end
            as newest_individuals,
        listed_on - submitted_on as age_days,
        replaced_on - submitted_on as replaced_days
    from firsts
    left join later using (breach_id)
),

compared as (
    select
        *,
        first_individuals is distinct from newest_individuals as is_replaced,
        newest_individuals / nullif(cast(first_individuals as double), 0) as factor
    from followed
)

select
    case
        when first_individuals is null then 'none'
        when first_individuals in (500, 501) then '500 or 501'
        else 'other'
    end as first_count,
    case
        when age_days <= 90 then 'within 90 days'
        when age_days <= 365 then 'within a year'
        else 'later'
    end as seen_at,
    count(*) as breaches,
    count(case when is_replaced then 1 end) as replaced,
    count(case when is_replaced then 1 end) / cast(count(*) as double) as replaced_share,
    count(case when newest_individuals > coalesce(first_individuals, -1) then 1 end) as raised,
    median(case when is_replaced then replaced_days end) as median_days,
    quantile_cont(case when is_replaced then factor end, 0.25e0) as factor_lower_quartile,
    median(case when is_replaced then factor end) as factor_median,
    quantile_cont(case when is_replaced then factor end, 0.75e0) as factor_upper_quartile,
    max(case when is_replaced then factor end) as factor_largest,
    cast(sum(case when is_replaced then first_individuals end) as bigint) as individuals_first,
    cast(sum(case when is_replaced then newest_individuals end) as bigint) as individuals_newest
from compared
group by all
order by first_count, seen_at
