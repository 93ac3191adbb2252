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
-- reading_order, reading  As in marts.origin_readings.
-- internal, external, undetermined, internal_individuals, external_individuals,
-- undetermined_individuals, internal_share, internal_share_low,
-- internal_share_high  As in marts.origin_shares.
-- published_share           The share printed by Jiang and Bai: 603 internal of 1,138.

with cohorts as (
    select
        1 as cohort_order,
        'described, submitted to 2017' as cohort
    union all
    select
        2 as cohort_order,
        'all breaches' as cohort
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
    internal_individuals,
    external_individuals,
    undetermined_individuals,
    internal_share,
    internal_share_low,
    internal_share_high,
    published_share
from cohorts
join marts.origin_shares using (cohort)
cross join printed
order by cohort_order, reading_order
