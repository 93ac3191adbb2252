-- the readings of the whole list are those of its years
with totals as (
    select
        reading_order,
        sum(internal) as internal,
        sum(external) as external,
        sum(undetermined) as undetermined,
        sum(internal_individuals) as internal_individuals,
        sum(external_individuals) as external_individuals,
        sum(undetermined_individuals) as undetermined_individuals
    from figures.origin_by_year
    group by all
)

select reading_order, origin_sensitivity.internal, totals.internal as of_years
from (select * from figures.origin_sensitivity where cohort = 'all breaches') as origin_sensitivity
full join totals using (reading_order)
where (
    origin_sensitivity.internal,
    origin_sensitivity.external,
    origin_sensitivity.undetermined,
    origin_sensitivity.internal_individuals,
    origin_sensitivity.external_individuals,
    origin_sensitivity.undetermined_individuals
) is distinct from (
    totals.internal,
    totals.external,
    totals.undetermined,
    totals.internal_individuals,
    totals.external_individuals,
    totals.undetermined_individuals
);

-- the set of Jiang and Bai holds every described breach submitted to 2017, in each reading
select reading_order, internal + external + undetermined as counted, breaches
from figures.origin_sensitivity
cross join (
    select count(*) as breaches
    from marts.breaches
    where vanished_on is null
        and description is not null
        and submitted_on <= date '2017-12-31'
)
where cohort = 'described, submitted to 2017'
    and counted <> breaches;

-- an internal share is between 0 and 1, inside its interval, and there where it can be
select cohort, reading, internal, external, internal_share, internal_share_low, internal_share_high
from figures.origin_sensitivity
where (internal_share is null) <> (internal + external = 0)
    or abs(internal_share * (internal + external) - internal) > 0.000001
    or internal_share_low > internal_share + 0.000001
    or internal_share_high < internal_share - 0.000001
    or internal_share_low not between 0 and 1
    or internal_share_high not between 0 and 1
    or internal_share_high <= internal_share_low;
