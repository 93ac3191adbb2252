-- One row per calendar year and reading of where breaches came from.
--
-- Three readings of the same list: descriptions only, as Jiang and Bai read them (JAMA Intern Med
-- 2019); the portal's types only, by a naive map that takes theft and hacking for external and the
-- rest for internal; and both. If nothing decides, a breach is undetermined: nothing is guessed.
-- The interval is Wilson's (J Am Stat Assoc 1927;22:209-212): it covers chance, not the errors of
-- the rules.
--
-- Key: year, reading_order
--
-- year, reading_order, reading  As in marts.origin_readings.
-- internal                  Breaches that came from inside the organization.
-- external                  Breaches that came from outside.
-- undetermined              Breaches for which the reading decides nothing.
-- internal_individuals      People affected by internal breaches; 0 without a stated number.
-- external_individuals      By external breaches; likewise.
-- undetermined_individuals  By undetermined breaches; likewise.
-- internal_share            internal as a share of internal and external, 0 to 1; null without any.
-- internal_share_low        Lower end of its 95 % interval.
-- internal_share_high       Upper end of it.
-- is_partial_year           True where the list cannot cover the year.

with grid as (
    select
        year,
        is_partial_year,
        reading_order,
        reading
    from marts.years
    cross join (select distinct reading_order, reading from marts.origin_readings) as readings
),

counted as (
    select
        year,
        reading_order,
        count(*) filter (where origin = 'internal') as internal,
        count(*) filter (where origin = 'external') as external,
        count(*) filter (where origin is null) as undetermined,
        sum(individuals) filter (where origin = 'internal') as internal_individuals,
        sum(individuals) filter (where origin = 'external') as external_individuals,
        sum(individuals) filter (where origin is null) as undetermined_individuals
    from marts.origin_readings
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
    year,
    reading_order,
    reading,
    coalesce(internal, 0) as internal,
    coalesce(external, 0) as external,
    coalesce(undetermined, 0) as undetermined,
    cast(coalesce(internal_individuals, 0) as bigint) as internal_individuals,
    cast(coalesce(external_individuals, 0) as bigint) as external_individuals,
    cast(coalesce(undetermined_individuals, 0) as bigint) as undetermined_individuals,
    share as internal_share,
    case when share is not null then greatest(middle - reach, 0) end as internal_share_low,
    case when share is not null then least(middle + reach, 1) end as internal_share_high,
    is_partial_year
from grid
left join wilson using (year, reading_order)
order by year, reading_order
