-- causes and undetermined hold every described breach submitted to 2017, and its individuals
with counted as (
    select
        sum(breaches) as breaches,
        sum(individuals) as individuals,
        sum(share) as share
    from figures.causes
    where level <> 'category'
),

wanted as (
    select
        count(*) as breaches,
        coalesce(sum(individuals), 0) as individuals
    from marts.breaches
    where vanished_on is null
        and description is not null
        and submitted_on <= date '2017-12-31'
)

select counted.breaches, wanted.breaches as wanted, counted.individuals, counted.share
from counted
cross join wanted
where coalesce(counted.breaches, 0) <> wanted.breaches
    or coalesce(counted.individuals, 0) <> wanted.individuals
    or abs(counted.share - 1) > 0.000001;

-- a category adds up its causes, theirs and ours, and theirs is what they print of it
with added as (
    select
        hhs_category,
        sum(published_breaches) as published_breaches,
        sum(breaches) as breaches,
        sum(individuals) as individuals
    from figures.causes
    where level = 'cause'
    group by all
)

select hhs_category, causes.published_breaches, value as printed, causes.breaches
from (select * from figures.causes where level = 'category') as causes
full join added using (hhs_category)
left join (
    select category as hhs_category, value
    from reference.published_figures
    where study = 'jiang-bai-2019'
        and breakdown = 'hhs_category'
        and metric = 'breaches'
) using (hhs_category)
where causes.published_breaches is distinct from added.published_breaches
    or causes.published_breaches is distinct from value
    or causes.breaches is distinct from added.breaches
    or causes.individuals is distinct from added.individuals;
