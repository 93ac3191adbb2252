-- One row per year and type of entity of McCoy and Perlis (JAMA 2018), as of their day.
--
-- Every breach counts once, under the type of the entity that reported it.
-- Empty where no complete capture is of that day or before.
--
-- Key: year, entity_type
--
-- year                    Year of submission, 2010 to 2017.
-- entity_type             As the portal writes it.
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
        coalesce(entity_type, 'Not stated') as entity_type,
        individuals,
        is_reconstructed
    from listed
),

grid as (
    select
        years.year,
        entity_type
    from (select distinct year from listed) as years
    cross join (select distinct entity_type from stated) as kinds
),

counted as (
    select
        year,
        entity_type,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals,
        count(*) filter (where is_reconstructed) as reconstructed_breaches
    from stated
    group by all
),

filled as (
    select
        year,
        entity_type,
        coalesce(breaches, 0) as breaches,
        case when breaches is null then 0 else individuals end as individuals,
        coalesce(reconstructed_breaches, 0) as reconstructed_breaches
    from grid
    left join counted using (year, entity_type)
)

select
    year,
    entity_type,
    breaches,
    individuals,
    cast(sum(individuals) over (partition by entity_type order by year) as bigint)
        as cumulative_individuals,
    make_date(year, 12, 31) > read_on as is_partial_year,
    reconstructed_breaches,
    all_breaches,
    all_reconstructed,
    read_on as as_of_on
from filled
cross join totals
cross join study
order by year, entity_type
