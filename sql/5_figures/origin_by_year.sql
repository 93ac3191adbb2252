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
-- internal, external, undetermined, internal_individuals, external_individuals,
-- undetermined_individuals, internal_share, internal_share_low,
-- internal_share_high  As in marts.origin_shares.
-- is_partial_year           True where the list cannot cover the year.

with grid as (
    select
        year,
        is_partial_year,
        reading_order,
        reading
    from marts.years
    cross join (select distinct reading_order, reading from marts.origin_readings) as readings
)

select
    year,
    grid.reading_order,
    grid.reading,
    coalesce(internal, 0) as internal,
    coalesce(external, 0) as external,
    coalesce(undetermined, 0) as undetermined,
    coalesce(internal_individuals, 0) as internal_individuals,
    coalesce(external_individuals, 0) as external_individuals,
    coalesce(undetermined_individuals, 0) as undetermined_individuals,
    internal_share,
    internal_share_low,
    internal_share_high,
    is_partial_year
from grid
left join marts.origin_shares
    on cohort = cast(year as varchar)
    and marts.origin_shares.reading_order = grid.reading_order
order by year, grid.reading_order
