-- One row per set of breaches and reading of their origin: how the choice of rules matters.
--
-- To see the effect of a rule, change it in reference.origin_rules and build again. The interval is
-- Wilson's (J Am Stat Assoc 1927;22:209-212): it covers chance, not the errors of the rules.
--
-- Key: cohort_order, reading_order
--
-- cohort_order              Counts the sets from 1.
-- cohort                    described, submitted to 2017: the sampling frame of Jiang and Bai (JAMA
--                           Intern Med 2019), in the list shown; or all breaches.
-- reading_order             Counts the readings from 1.
-- reading                   descriptions only, portal types only, or both, as in
--                           figures.origin_by_year.
-- internal, external, undetermined, internal_individuals, external_individuals,
-- undetermined_individuals, internal_share, internal_share_low,
-- internal_share_high  As in figures.origin_by_year.
-- published_share           The share printed by Jiang and Bai: 603 internal of 1,138.

with cohorts as (
    select
        1 as cohort_order,
        'described, submitted to 2017' as cohort,
        *
    from marts.origin_readings
    where has_description
        and submitted_on <= date '2017-12-31'
    union all
    select
        2 as cohort_order,
        'all breaches' as cohort,
        *
    from marts.origin_readings
),

counted as (
    select
        cohort_order,
        cohort,
        reading_order,
        reading,
        count(*) filter (where origin = 'internal') as internal,
        count(*) filter (where origin = 'external') as external,
        count(*) filter (where origin is null) as undetermined,
        sum(individuals) filter (where origin = 'internal') as internal_individuals,
        sum(individuals) filter (where origin = 'external') as external_individuals,
        sum(individuals) filter (where origin is null) as undetermined_individuals
    from cohorts
    group by all
),

shares as (
    select
        *,
        internal + external as determined,
        internal / nullif(internal + external, 0) as share,
        1.959963984540054e0 as z
    from counted
),

wilson as (
    select
        *,
        (share + z * z / (2 * determined)) / (1 + z * z / determined) as middle,
        z * sqrt(share * (1 - share) / determined + z * z / (4 * determined * determined))
        / (1 + z * z / determined) as reach
    from shares
),

printed as (
    select
        sum(published_breaches) filter (where origin = 'internal') / sum(published_breaches)
            as published_share
    from reference.causes
)

select
    cohort_order,
    cohort,
    reading_order,
    reading,
    internal,
    external,
    undetermined,
    cast(coalesce(internal_individuals, 0) as bigint) as internal_individuals,
    cast(coalesce(external_individuals, 0) as bigint) as external_individuals,
    cast(coalesce(undetermined_individuals, 0) as bigint) as undetermined_individuals,
    share as internal_share,
    case when share is not null then greatest(middle - reach, 0) end as internal_share_low,
    case when share is not null then least(middle + reach, 1) end as internal_share_high,
    published_share
from wilson
cross join printed
order by cohort_order, reading_order
