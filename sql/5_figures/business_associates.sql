-- One row per calendar year: breaches and people with a business associate and without one.
--
-- A report says whether a business associate was involved; a hospital whose vendor was breached
-- also says yes. Until 2014 the answer almost always matches the type of the reporter; from 2015 on
-- it does not. So do not draw a trend across that year.
--
-- Key: year
--
-- year                    Year of submission to OCR.
-- breaches                Breaches reported; the next three add up to them.
-- breaches_with           Those that involve a business associate.
-- breaches_without        Those that involve none.
-- breaches_not_stated     Those that do not say.
-- breaches_with_share     breaches_with as a share of those that answer; null if none does.
-- breaches_reported_by    Breaches that a business associate reported, with any answer.
-- individuals             People affected, of the breaches that state a number; null if none does.
-- individuals_with        Those of breaches that involve a business associate; null likewise.
-- individuals_without     Those of breaches that involve none; null likewise.
-- individuals_with_share  individuals_with as a share of these two; null if neither is known.
-- is_partial_year         True where the list cannot cover the year.

with counted as (
    select
        marts.years.year,
        count(breach_id) as breaches,
        count(case when has_business_associate then 1 end) as breaches_with,
        count(case when not has_business_associate then 1 end) as breaches_without,
        count(case when entity_type = 'Business Associate' then 1 end) as breaches_reported_by,
        cast(sum(individuals) as bigint) as individuals,
        cast(sum(case when has_business_associate then individuals end) as bigint)
            as individuals_with,
        cast(sum(case when not has_business_associate then individuals end) as bigint)
            as individuals_without,
        is_partial_year
    from marts.years
    left join marts.breaches
        on marts.breaches.year = marts.years.year
        and vanished_on is null
    group by all
)

select
    year,
    breaches,
    breaches_with,
    breaches_without,
    breaches - breaches_with - breaches_without as breaches_not_stated,
    breaches_with / nullif(cast(breaches_with + breaches_without as double), 0)
        as breaches_with_share,
    breaches_reported_by,
    individuals,
    individuals_with,
    individuals_without,
    coalesce(individuals_with, 0) / nullif(
        cast(coalesce(individuals_with, 0) + coalesce(individuals_without, 0) as double), 0
    ) as individuals_with_share,
    is_partial_year
from counted
order by year
