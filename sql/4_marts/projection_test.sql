-- there is a projection of the newest year, or a reason why there is none
select year, projected_breaches, reason
from marts.projection
where (projected_breaches is null) = (reason is null)
    or (projected_breaches is null) <> (projected_low is null)
    or (projected_breaches is null) <> (projected_high is null)
    or year <> (select max(year) from marts.years);

-- the list projected from has a year, so one year is projected
select newest_year
from (select max(year) as newest_year from marts.years)
where newest_year is not null
    and newest_year not in (select year from marts.projection);

-- a projection lies in its interval, and what is listed already stays
select year, breaches, projected_low, projected_breaches, projected_high
from marts.projection
where projected_low < breaches
    or projected_breaches < projected_low
    or projected_breaches > projected_high;

-- an interval held in 9 of 10 past years, or there is none
select year, past_years, held_years
from marts.projection
where projected_breaches is not null
    and (held_years is null or held_years < 0.9e0 * past_years or past_years < 5);

-- what is projected from is counted
select marts.projection.year, marts.projection.breaches, counted.breaches as counted
from marts.projection
join (
    select year, count(*) as breaches
    from marts.breaches
    where vanished_on is null
    group by all
) as counted using (year)
where marts.projection.breaches <> counted.breaches;
