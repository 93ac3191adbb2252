-- One row per published figure of the studies asked: the number printed beside those of the list.
--
-- Beside the printed number are three readings of the list: as of the day when the study read it,
-- and as of the newest complete capture, both by the study's rule; and the naive one, a pivot over
-- the newest complete capture. The verdict compares the first with the printed number.
--
-- Given: studies_asked
--
-- Key: study, no
--
-- study, no, metric, period_start, period_end, breakdown, category, unit, as_printed, printed,
-- reproduced, newest, naive, difference, tolerance, verdict, counted, without_count, reconstructed,
-- fits_view, why_not, remark, source_url  As in marts.reproduction.

-- Materialized, as what it calls would be bound again wherever it is named.
with reproduced as materialized (
    select * from marts.reproduced_in_studies(studies_asked)
),

as_of as (
    select * from reproduced where reading = 'then'
),

newest as (
    select * from reproduced where reading = 'newest'
),

naive as (
    select * from reproduced where reading = 'naive'
),

compared as (
    select
        study,
        no,
        as_of.value as reproduced,
        newest.value as newest,
        naive.value as naive,
        greatest(
            printed_to / 2,
            case
                when metric in ('breaches', 'mean_individuals')
                    then count_tolerance * abs(published.value)
                when metric in ('individuals', 'cumulative_individuals')
                    then individuals_tolerance * abs(published.value)
                else 0
            end
        ) as tolerance,
        as_of.counted,
        as_of.without_count,
        as_of.reconstructed,
        as_of.archive_value,
        as_of.open_value,
        as_of.why_not
    from reference.published_figures as published
    join reference.studies using (study)
    join as_of using (study, no)
    join newest using (study, no)
    join naive using (study, no)
),

judged as (
    select
        compared.*,
        case
            when reproduced is null then 'not computed'
            when case rounding
                when 'at least' then reproduced >= published.value
                when 'more than' then reproduced > published.value
                when 'less than' then reproduced < published.value
                when 'nearly'
                    then abs(
                        ceil(reproduced / printed_to) - published.value / printed_to
                    ) < 0.000001
                else abs(
                    round(reproduced / printed_to) - published.value / printed_to
                ) < 0.000001
            end then 'same'
            when abs(reproduced - published.value) <= tolerance then 'within tolerance'
            else 'differs'
        end as verdict
    from reference.published_figures as published
    join compared using (study, no)
)

select
    study,
    no,
    metric,
    period_start,
    period_end,
    breakdown,
    category,
    unit,
    as_printed,
    published.value as printed,
    reproduced,
    newest,
    naive,
    reproduced - published.value as difference,
    tolerance,
    verdict,
    counted,
    without_count,
    reconstructed,
    case
        when verdict in ('same', 'not computed') then null
        when abs(archive_value - published.value) < printed_to / 2 then 'archive'
        when abs(open_value - published.value) < printed_to / 2 then 'under-investigation'
    end as fits_view,
    case
        when reproduced is null then coalesce(why_not, 'the list holds nothing to count')
    end as why_not,
    remark,
    source_url
from reference.published_figures as published
join judged using (study, no)
order by study, no
