-- One row per calendar year: breaches reported.
--
-- Key: year
--
-- year                 Year of submission to OCR.
-- breaches             Breaches of 500 or more individuals; each report counts, duplicates too.
-- individuals          People affected, of the breaches that state a number; null if none does.
-- median_individuals   Median of the same; null likewise.
-- largest_individuals  The largest single breach; null likewise.
-- is_partial_year      True where the list cannot cover the year.
-- first_submitted_on, last_submitted_on  As in marts.years.
-- projected_breaches   Breaches of the whole year by marts.projection: an estimate, not part of any
--                      sum; null for all years except the running one, and without a projection.
-- projected_low        Lower end of its 95 % interval; null likewise.
-- projected_high       Upper end of it; null likewise.

select
    marts.years.year,
    count(breach_id) as breaches,
    cast(sum(individuals) as bigint) as individuals,
    median(individuals) as median_individuals,
    max(individuals) as largest_individuals,
    is_partial_year,
    first_submitted_on,
    last_submitted_on,
    projected_breaches,
    projected_low,
    projected_high
from marts.years
left join marts.breaches
    on marts.breaches.year = marts.years.year
    and vanished_on is null
left join marts.projection on marts.projection.year = marts.years.year
group by all
order by marts.years.year
