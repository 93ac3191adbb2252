-- every breach of a year is internal, external or undetermined, in each reading of its origin
with counted as (
    select year, reading, internal + external + undetermined as counted
    from figures.origin_by_year
),

wanted as (
    select year, count(*) as breaches
    from marts.breaches
    where vanished_on is null
    group by all
)

select year, reading, counted, breaches
from counted
full join wanted using (year)
where counted is distinct from coalesce(breaches, 0);

-- the individuals of each year's origins add up to those of its breaches
select
    year,
    reading,
    internal_individuals + external_individuals + undetermined_individuals as counted,
    sum(individuals) as individuals
from figures.origin_by_year
left join (select year, individuals from marts.breaches where vanished_on is null) using (year)
group by all
having counted <> coalesce(sum(individuals), 0);

-- a year's internal share is between 0 and 1, inside its interval, and there where it can be
select year, reading, internal, external, internal_share, internal_share_low, internal_share_high
from figures.origin_by_year
where (internal_share is null) <> (internal + external = 0)
    or abs(internal_share * (internal + external) - internal) > 0.000001
    or internal_share_low > internal_share + 0.000001
    or internal_share_high < internal_share - 0.000001
    or internal_share_low not between 0 and 1
    or internal_share_high not between 0 and 1
    or internal_share_high <= internal_share_low;
