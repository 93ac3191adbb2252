-- One row per calendar year: how large its breaches were, in quartiles.
--
-- A few giant breaches determine the sum and the mean of a year; the quartiles show whether
-- breaches became larger in general. They are of the breaches that state a number, with linear
-- interpolation (type 7 of Hyndman and Fan, 1996).
--
-- Key: year
--
-- year, breaches  As in figures.breaches_by_year_and_entity_type.
-- breaches_without_count  Those of them that state no number of individuals, and are left out.
-- lower_quartile          A quarter of the breaches affected at most this number of individuals;
--                         null in a year in which none states a number.
-- median_individuals      Half of the breaches affected at most this number; null likewise.
-- upper_quartile          Three quarters affected at most this number; null likewise.
-- is_partial_year, first_submitted_on, last_submitted_on  As in figures.breaches_by_year.

select
    marts.years.year,
    count(breach_id) as breaches,
    count(breach_id) - count(individuals) as breaches_without_count,
    quantile_cont(individuals, 0.25) as lower_quartile,
    median(individuals) as median_individuals,
    quantile_cont(individuals, 0.75) as upper_quartile,
    is_partial_year,
    first_submitted_on,
    last_submitted_on
from marts.years
left join marts.breaches
    on marts.breaches.year = marts.years.year
    and vanished_on is null
group by all
order by marts.years.year
