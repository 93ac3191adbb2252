-- One row per set of listed breaches and reading of their origin: counts, and the internal share.
--
-- A set is the breaches of one year, all breaches, or those that Jiang and Bai read (JAMA Intern
-- Med 2019). The interval is Wilson's (J Am Stat Assoc 1927;22:209-212): it covers chance, not the
-- errors of the rules.
--
-- Key: cohort, reading_order
--
-- cohort                    The set: a year of submission to OCR, such as 2015; all breaches; or
--                           described, submitted to 2017.
-- reading_order, reading    As in marts.origin_readings.
-- internal                  Breaches that came from inside the organization.
-- external                  Breaches that came from outside.
-- undetermined              Breaches for which the reading decides nothing.
-- internal_individuals      People affected by internal breaches; 0 without a stated number.
-- external_individuals      By external breaches; likewise.
-- undetermined_individuals  By undetermined breaches; likewise.
-- internal_share            internal as a share of internal and external, 0 to 1; null without any.
-- internal_share_low        Lower end of its 95 % interval.
-- internal_share_high       Upper end of it.

with cohorts as (
    select
        cast(year as varchar) as cohort,
        *
    from marts.origin_readings
    where year is not null
    union all
    select
        'all breaches' as cohort,
        *
    from marts.origin_readings
    union all
    select
        'described, submitted to 2017' as cohort,
        *
    from marts.origin_readings
    where has_description
        and submitted_on <= date '2017-12-31'
),

counted as (
    select
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
)

select
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
    case when share is not null then least(middle + reach, 1) end as internal_share_high
from wilson
order by cohort, reading_order
