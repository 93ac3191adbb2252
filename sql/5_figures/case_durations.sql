-- One row per year of submission and age of its cases: what share was still open.
--
-- Kaplan-Meier (J Am Stat Assoc 1958) of marts.cases. On which day a case was closed is known only
-- to lie between two captures (interval-censored), so the curve is computed three times: with every
-- closing on the first day on which it can have been, on the last, and in the middle. The first two
-- bound what the captures say, without an assumption. The middle is an assumption (midpoint
-- imputation, which Law and Brookmeyer examined, Stat Med 1992), and is given only where the bounds
-- are at most 0.25 apart. Its interval is of chance alone: 95 %, of Greenwood's variance and
-- log(-log S), so that it stays between 0 and 1. Cases that are open or were removed are censored
-- on the last day on which they were seen open. A case that left the list of open cases while
-- nobody saved an archive counts as closed: nearly all that left it earlier were found in the
-- archive. Cases of unknown state are left out.
--
-- Key: year, age_months
--
-- year                 Year of submission to OCR.
-- age_months           Months since submission, in steps of six.
-- age_days             The same in days, of 365.25 a year, rounded.
-- cases                Cases of the year.
-- known_open           Cases that a capture shows open when they were older.
-- known_closed         Cases that a capture shows closed, or gone from the open list, by that age.
-- open_share           Share still open, closings in the middle of what is known; null where the
--                      bounds are further apart, and where no case is that old.
-- open_share_low       Lower end of its interval; null likewise and where open_share is 0 or 1.
-- open_share_high      Upper end; null likewise.
-- open_share_earliest  Share still open if all were closed as early as can be; 0 where no case is
--                      that old then.
-- open_share_latest    Share still open if all were closed as late as can be; where no case is that
--                      old, that of the oldest.

with followed as (
    select
        year,
        open_days_least as least_days,
        case
            when case_state = 'closed' then open_days_most
            when case_state = 'left' then cast(left_open_on - submitted_on as bigint)
        end as most_days
    from marts.cases
    where case_state <> 'unknown'
),

placed as (
    select
        'earliest' as placement,
        year,
        cast(least_days as double) as day,
        most_days is not null as is_closed
    from followed
    union all
    select
        'latest' as placement,
        year,
        cast(coalesce(most_days, least_days) as double) as day,
        most_days is not null as is_closed
    from followed
    union all
    select
        'middle' as placement,
        year,
        (coalesce(most_days, least_days) + least_days) / 2e0 as day,
        most_days is not null as is_closed
    from followed
),

counted as (
    select
        placement,
        year,
        day,
        count(case when is_closed then 1 end) as closings,
        count(*) as cases
    from placed
    group by all
),

steps as (
    select
        placement,
        year,
        day,
        closings,
        sum(cases) over (
            partition by placement, year order by day desc
            rows between unbounded preceding and current row
        ) as at_risk
    from counted
),

-- Where all at risk are closed the product is 0 from there on.
multiplied as (
    select
        placement,
        year,
        day,
        case
            when min(at_risk - closings) over so_far = 0 then 0e0
            else exp(sum(ln(case
                when closings < at_risk then 1e0 - closings / cast(at_risk as double) else 1e0
            end)) over so_far)
        end as open_share,
        sum(case
            when closings < at_risk
                then closings / (cast(at_risk as double) * (at_risk - closings))
        end) over so_far as variance
    from steps
    window so_far as (
        partition by placement, year order by day
        rows between unbounded preceding and current row
    )
),

ages as (
    select
        year,
        cast(months as bigint) as age_months,
        cast(round(months * 365.25e0 / 12) as bigint) as age_days
    from (select distinct year from followed)
    cross join unnest(range(6, 241, 6)) as each_age(months)
    where make_date(year, 1, 1) + cast(round(months * 365.25e0 / 12) as integer)
        <= (select max(greatest(closed_after_on, left_open_on, closed_by_on)) from marts.cases)
),

read as (
    select
        ages.year,
        age_months,
        age_days,
        placement,
        -- Where no case is that old, the bounds are what they can be at most.
        case
            when placement = 'latest' or max(day) >= age_days or min(open_share) = 0
                then min(case when day <= age_days then open_share else 1e0 end)
            when placement = 'earliest' then 0e0
        end as open_share,
        max(case when day <= age_days then variance end) as variance
    from ages
    join multiplied using (year)
    group by ages.year, age_months, age_days, placement
),

side_by_side as (
    select
        year,
        age_months,
        age_days,
        max(case when placement = 'middle' then open_share end) as middle,
        max(case when placement = 'middle' then variance end) as variance,
        max(case when placement = 'earliest' then open_share end) as open_share_earliest,
        max(case when placement = 'latest' then open_share end) as open_share_latest
    from read
    group by all
),

known as (
    select
        year,
        age_months,
        count(*) as cases,
        count(case when least_days > age_days then 1 end) as known_open,
        count(case when most_days <= age_days then 1 end) as known_closed
    from ages
    join followed using (year)
    group by all
),

chosen as (
    select
        *,
        case when open_share_latest - open_share_earliest <= 0.25e0 then middle end as open_share
    from side_by_side
    join known using (year, age_months)
)

select
    year,
    age_months,
    age_days,
    cases,
    known_open,
    known_closed,
    open_share,
    case when open_share > 0 and open_share < 1 and variance > 0
        then power(open_share, exp(1.959964e0 * sqrt(variance) / abs(ln(open_share))))
    end as open_share_low,
    case when open_share > 0 and open_share < 1 and variance > 0
        then power(open_share, exp(-1.959964e0 * sqrt(variance) / abs(ln(open_share))))
    end as open_share_high,
    open_share_earliest,
    open_share_latest
from chosen
order by year, age_months
