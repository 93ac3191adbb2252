-- years, breaches, those without a number and the median are those of the other figures by year
select
    year,
    figures.sizes_by_year.breaches,
    figures.individuals_by_year.breaches as breaches_wanted,
    figures.sizes_by_year.breaches_without_count,
    figures.individuals_by_year.breaches_without_count as breaches_without_count_wanted,
    figures.sizes_by_year.median_individuals,
    figures.breaches_by_year.median_individuals as median_individuals_wanted
from figures.sizes_by_year
full join figures.individuals_by_year using (year)
full join figures.breaches_by_year using (year)
where figures.sizes_by_year.breaches is distinct from figures.individuals_by_year.breaches
    or figures.sizes_by_year.breaches_without_count
        is distinct from figures.individuals_by_year.breaches_without_count
    or figures.sizes_by_year.median_individuals
        is distinct from figures.breaches_by_year.median_individuals;

-- a quarter of the year's breaches, to less than one, lie below the lower quartile and above the
-- upper one, and three quarters on their other sides
with sides as (
    select
        year,
        count(individuals) as stated,
        count(*) filter (where individuals < lower_quartile) as below_lower,
        count(*) filter (where individuals > lower_quartile) as above_lower,
        count(*) filter (where individuals < upper_quartile) as below_upper,
        count(*) filter (where individuals > upper_quartile) as above_upper,
        any_value(lower_quartile) as lower_quartile,
        any_value(upper_quartile) as upper_quartile
    from figures.sizes_by_year
    left join (select * from marts.breaches where vanished_on is null) using (year)
    group by all
)

select *
from sides
where (stated = 0) <> (lower_quartile is null)
    or (stated = 0) <> (upper_quartile is null)
    or stated > 0 and (
        below_lower >= (stated - 1) * 0.25 + 1
        or above_lower >= (stated - 1) * 0.75 + 1
        or below_upper >= (stated - 1) * 0.75 + 1
        or above_upper >= (stated - 1) * 0.25 + 1
    );
