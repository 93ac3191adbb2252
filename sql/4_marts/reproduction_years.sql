-- One row per year of a study's period: what was listed on its day, and what stays unexplained.
--
-- Given: study_asked
--
-- Key: year
--
-- year                Year of submission to OCR.
-- listed               Breaches in the newest complete capture by the study's day, as of that day.
-- reconstructed        Breaches submitted by that day that only later captures list.
-- first_submitted_on   First submission of the reconstructed ones; null without any.
-- last_submitted_on    Last submission of them; null likewise.
-- reproduced           listed and reconstructed together.
-- newest               Breaches of the year in the newest complete capture.
-- printed              The study's printed number for the year; null if it prints none, or several
--                      that differ.
-- unexplained          printed minus reproduced; null likewise.

with asked as (
    select
        as_of_on,
        newest_on,
        counted_to,
        reference.studies.period_start,
        reference.studies.period_end,
        is_of_described
    from marts.studies
    join reference.studies using (study)
    where study = study_asked
),

then_listed as (
    select
        year,
        count(*) filter (where not is_reconstructed) as listed,
        count(*) filter (where is_reconstructed) as reconstructed,
        min(submitted_on) filter (where is_reconstructed) as first_submitted_on,
        max(submitted_on) filter (where is_reconstructed) as last_submitted_on,
        count(*) as reproduced
    from marts.breaches_as_of((select as_of_on from asked))
    cross join asked
    where submitted_on between period_start and period_end
        and (counted_to is null or submitted_on <= counted_to)
        and (description is not null or not is_of_described)
    group by all
),

now_listed as (
    select
        year,
        count(*) as newest
    from marts.breaches_as_of((select newest_on from asked))
    cross join asked
    where submitted_on between period_start and period_end
        and (description is not null or not is_of_described)
    group by all
),

printed_numbers as (
    select
        year(period_start) as year,
        case when min(value) = max(value) then cast(min(value) as bigint) end as printed
    from reference.published_figures
    where study = study_asked
        and metric = 'breaches'
        and breakdown in ('all', 'year')
        and period_start = make_date(year(period_start), 1, 1)
        and period_end = make_date(year(period_start), 12, 31)
    group by all
)

select
    year,
    listed,
    reconstructed,
    first_submitted_on,
    last_submitted_on,
    reproduced,
    newest,
    printed,
    printed - reproduced as unexplained
from then_listed
left join now_listed using (year)
left join printed_numbers using (year)
order by year
