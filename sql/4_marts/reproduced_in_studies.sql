-- One row per study asked, reading of the list and published figure, with the value that it gives.
--
-- The readings are those of marts.counted_in_studies.
--
-- Given: studies_asked
--
-- Key: study, reading, no
--
-- study, reading, no  As in marts.counted_in_studies.
-- value, counted, without_count, reconstructed, archive_value, open_value,
-- why_not  As in marts.reproduced.

with asked_studies as (
    select distinct unnest(studies_asked) as study
),

-- Logarithms of nine decimals have one sum, in whatever order they are added.
counted as (
    select
        *,
        case
            when individuals > 0 then cast(ln(individuals) as decimal(18, 9))
        end as log_individuals
    from marts.counted_in_studies(studies_asked)
),

metrics as (
    select
        study,
        no,
        metric
    from reference.published_figures
    join asked_studies using (study)
),

sums as (
    select
        study,
        reading,
        no,
        count(*) filter (where part = 'counted') as breaches,
        count(*) filter (where part = 'counted' and individuals is null) as without_count,
        count(*) filter (where part = 'counted' and is_reconstructed) as reconstructed,
        count(*) filter (where part = 'base') as base_breaches,
        cast(sum(individuals) filter (where part = 'counted') as bigint) as individuals,
        cast(sum(individuals) filter (where part = 'base') as bigint) as base_individuals,
        min(individuals) filter (where part = 'counted') as least,
        max(individuals) filter (where part = 'counted') as most,
        median(individuals) filter (where part = 'counted') as middle,
        avg(individuals) filter (where part = 'counted') as mean,
        cast(sum(log_individuals) filter (where part = 'counted') as double)
            / count(log_individuals) filter (where part = 'counted') as mean_log,
        cast(sum(log_individuals) filter (where part = 'base') as double)
            / count(log_individuals) filter (where part = 'base') as base_mean_log,
        count(*) filter (where part = 'counted' and view = 'archive') as archive_breaches,
        count(*) filter (where part = 'counted' and view = 'under-investigation') as open_breaches,
        cast(sum(individuals) filter (where part = 'counted' and view = 'archive') as bigint)
            as archive_individuals,
        cast(sum(individuals) filter (
            where part = 'counted' and view = 'under-investigation'
        ) as bigint) as open_individuals
    from counted
    group by all
),

by_year as (
    select
        study,
        reading,
        no,
        year,
        count(*) as breaches
    from counted
    join metrics using (study, no)
    where part = 'counted'
        and metric = 'years_with_decrease'
    group by all
),

beside_before as (
    select
        study,
        reading,
        no,
        breaches,
        lag(breaches) over (partition by study, reading, no order by year) as breaches_before
    from by_year
),

decreases as (
    select
        study,
        reading,
        no,
        count(*) filter (where breaches < breaches_before) as years
    from beside_before
    group by all
),

by_category as (
    select
        study,
        reading,
        no,
        category,
        count(*) as breaches
    from counted
    join metrics using (study, no)
    where part = 'base'
        and metric = 'rank_breaches'
    group by all
),

places as (
    select
        study,
        reading,
        no,
        category,
        rank() over (partition by study, reading, no order by breaches desc) as place
    from by_category
),

-- People in the breaches that are larger, or as large and earlier in the order.
running as (
    select
        study,
        reading,
        no,
        sum(individuals) over (partition by study, reading, no order by individuals desc, breach_id)
            - individuals as in_larger,
        sum(individuals) over (partition by study, reading, no) as in_all
    from counted
    join metrics using (study, no)
    where part = 'counted'
        and metric = 'breaches_holding_majority'
        and individuals is not null
),

majorities as (
    select
        study,
        reading,
        no,
        count(*) filter (where 2 * in_larger <= in_all) as breaches
    from running
    group by all
),

reach as (
    select
        max(captured_on) as captured_on,
        min(captured_on) as first_captured_on,
        list(captured_on) as complete_days
    from marts.captures
    where is_complete
),

readings as (
    select
        study,
        unnest(['then', 'newest', 'naive']) as reading,
        unnest([as_of_on, newest_on, newest_on]) as as_of_day
    from marts.studies
    join asked_studies using (study)
),

reasons as (
    select
        study,
        reading,
        no,
        case
            when not is_followed then reference.studies.why_not
            when breakdown not in (
                'all', 'year', 'half', 'entity_type', 'location', 'breach_type', 'entity',
                'origin', 'hhs_category', 'detailed_cause|internal', 'detailed_cause|external',
                'categorisation', 'size', 'not_entity_type', 'view', 'business_associate',
                'first_breach_type'
            ) then 'the portal does not publish this kind: ' || breakdown
            when reading = 'naive'
                and (breakdown like 'detailed_cause%' or breakdown = 'categorisation')
                then 'no pivot has it: ' || breakdown
            when metric not in (
                'breaches', 'individuals', 'cumulative_individuals', 'min_individuals',
                'max_individuals', 'median_individuals', 'mean_individuals', 'share_breaches',
                'share_individuals', 'pct_change_breaches', 'pct_change_individuals',
                'rank_breaches', 'years_with_decrease', 'breaches_holding_majority',
                'mean_log_individuals', 'coefficient_log_individuals'
            ) then 'the portal does not list what is counted: ' || metric
            when breakdown = 'view' and not list_contains(complete_days, as_of_day)
                then 'no complete capture of that day says in which view a report stood'
            when breakdown = 'view' and reading = 'then' and as_of_day <> published.period_end
                then 'the views are known of the day read alone, and the number is of '
                    || published.period_end
            when first_captured_on is null or first_captured_on > as_of_day
                then 'no complete capture is of ' || as_of_day || ' or before'
            when least(published.period_end, read_on) > captured_on
                then 'no complete capture is of ' || least(published.period_end, read_on)
                    || ' or after'
        end as why_not
    from reference.published_figures as published
    join reference.studies using (study)
    join readings using (study)
    cross join reach
)

select
    study,
    reading,
    no,
    case
        when reasons.why_not is not null then null
        when metric = 'breaches' then coalesce(sums.breaches, 0)
        when metric in ('individuals', 'cumulative_individuals') then coalesce(individuals, 0)
        when metric = 'min_individuals' then least
        when metric = 'max_individuals' then most
        when metric = 'median_individuals' then middle
        when metric = 'mean_individuals' then mean
        when metric = 'mean_log_individuals' then mean_log
        when metric = 'coefficient_log_individuals' then mean_log - base_mean_log
        when metric = 'share_breaches' then 100.0 * sums.breaches / nullif(base_breaches, 0)
        when metric = 'share_individuals'
            then 100.0 * individuals / nullif(base_individuals, 0)
        when metric = 'pct_change_breaches'
            then 100.0 * sums.breaches / nullif(base_breaches, 0) - 100
        when metric = 'pct_change_individuals'
            then 100.0 * individuals / nullif(base_individuals, 0) - 100
        when metric = 'rank_breaches' then place
        when metric = 'years_with_decrease' then decreases.years
        when metric = 'breaches_holding_majority' then majorities.breaches
    end as value,
    coalesce(sums.breaches, 0) as counted,
    coalesce(without_count, 0) as without_count,
    coalesce(reconstructed, 0) as reconstructed,
    case
        when reasons.why_not is not null then null
        when metric = 'breaches' then archive_breaches
        when metric = 'individuals' then archive_individuals
    end as archive_value,
    case
        when reasons.why_not is not null then null
        when metric = 'breaches' then open_breaches
        when metric = 'individuals' then open_individuals
    end as open_value,
    reasons.why_not
from reference.published_figures
join reasons using (study, no)
left join sums using (study, reading, no)
left join decreases using (study, reading, no)
left join majorities using (study, reading, no)
left join places using (study, reading, no, category)
order by study, reading, no
