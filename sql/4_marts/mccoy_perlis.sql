-- One row per year, breakdown and category of McCoy and Perlis (JAMA 2018), as of their day.
--
-- A breach with several types or locations counts in each; by type of entity every breach counts
-- once. As in the paper, the types Other and Unknown and the locations Other, Other Portable
-- Electronic Device and Unknown are left out. Empty if there is no complete capture on or before
-- that day.
--
-- Key: year, breakdown, category
--
-- year                    Year of submission, 2010 to 2017.
-- breakdown               breach_type, entity_type or location.
-- category                As the portal writes it; Not stated for a blank type of entity.
-- breaches                Breaches on the list as of 4 January 2018.
-- individuals             People affected; 0 without a breach, null if none states a number.
-- cumulative_individuals  People affected from 2010 to the end of the year.
-- is_partial_year         True where the year was not over on the day shown.
-- reconstructed_breaches  Those of the breaches that no capture by that day lists.
-- all_breaches            Breaches of all years, each counted once; the same in every row.
-- all_reconstructed       Those of them that no capture by that day lists; likewise.
-- as_of_on                The day shown.

with study as (
    select
        reference.studies.read_on,
        reference.studies.period_start,
        reference.studies.period_end
    from marts.studies
    join reference.studies using (study)
    where study = 'mccoy-perlis-2018'
        and listed_on is not null
),

listed as (
    select *
    from marts.breaches_as_of((select read_on from study))
    cross join study
    where submitted_on between period_start and period_end
),

totals as (
    select
        count(*) as all_breaches,
        count(*) filter (where is_reconstructed) as all_reconstructed
    from listed
),

stated as (
    select
        year,
        'breach_type' as breakdown,
        unnest(breach_types) as category,
        individuals,
        is_reconstructed
    from listed
    union all
    select year, 'location', unnest(locations), individuals, is_reconstructed
    from listed
    union all
    select year, 'entity_type', coalesce(entity_type, 'Not stated'), individuals, is_reconstructed
    from listed
),

kept as (
    select *
    from stated
    where breakdown = 'entity_type'
        or category not in ('Other', 'Unknown')
        and not (breakdown = 'location' and category = 'Other Portable Electronic Device')
),

grid as (
    select
        years.year,
        breakdown,
        category
    from (select distinct year from listed) as years
    cross join (select distinct breakdown, category from kept) as kinds
),

counted as (
    select
        year,
        breakdown,
        category,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals,
        count(*) filter (where is_reconstructed) as reconstructed_breaches
    from kept
    group by all
),

filled as (
    select
        year,
        breakdown,
        category,
        coalesce(breaches, 0) as breaches,
        case when breaches is null then 0 else individuals end as individuals,
        coalesce(reconstructed_breaches, 0) as reconstructed_breaches
    from grid
    left join counted using (year, breakdown, category)
)

select
    year,
    breakdown,
    category,
    breaches,
    individuals,
    cast(sum(individuals) over (partition by breakdown, category order by year) as bigint)
        as cumulative_individuals,
    make_date(year, 12, 31) > read_on as is_partial_year,
    reconstructed_breaches,
    all_breaches,
    all_reconstructed,
    read_on as as_of_on
from filled
cross join totals
cross join study
order by year, breakdown, category
