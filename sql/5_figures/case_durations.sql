-- One row per year of submission and age of its cases: what share was still open.
--
-- A Kaplan-Meier estimate (J Am Stat Assoc 1958) of marts.cases. The day on which a case was closed
-- is known only to be between two captures (interval-censored). The curve takes the middle of these
-- days (midpoint imputation, examined by Law and Brookmeyer, Stat Med 1992). It is given only where
-- that matters little: at ages that are between the two days for at most a quarter of the cases.
-- The interval covers only chance: 95 %, from Greenwood's variance and log(-log S), so that it
-- stays between 0 and 1. open_share_least and open_share_most are what captures prove without an
-- assumption. Cases that are open or were removed are censored on the last day on which they were
-- seen open. A case that left the list of open cases while nobody saved an archive counts as
-- closed, because nearly all that left it earlier were found in the archive. Cases of unknown state
-- are left out. Shares computed from logarithms have twelve decimals, because machines differ in
-- later ones.
--
-- Key: year, age_months
--
-- year              Year of submission to OCR.
-- age_months        Months since submission, in steps of six.
-- age_days          The same in days, of 365.25 a year, rounded.
-- cases             Cases of the year.
-- known_open        Cases that a capture shows open when they were older.
-- known_closed      Cases that a capture shows closed, or gone from the open list, by that age.
-- open_share        Share still open, with each closing at the middle of its interval; null where
--                   the choice of the middle matters, and where no case is that old.
-- open_share_low    Lower end of its interval; null likewise, and if open_share is 0 or 1.
-- open_share_high   Upper end; null likewise.
-- open_share_least  Share that captures prove open: known_open of cases.
-- open_share_most   Share that captures do not prove closed: all but known_closed of cases.

with followed as (
    select
        year,
        open_days_least as least_days,
        case
            when case_state = 'closed' then open_days_most
            when case_state = 'left' then cast(left_open_on - submitted_on as bigint)
        end as most_days,
        count(*) as alike
    from marts.cases
    where case_state <> 'unknown'
    group by all
),

counted as (
    select
        year,
        (coalesce(most_days, least_days) + least_days) / 2e0 as day,
        cast(sum(case when most_days is null then 0 else alike end) as bigint) as closings,
        cast(sum(alike) as bigint) as cases
    from followed
    group by all
),

steps as (
    select
        year,
        day,
        closings,
        sum(cases) over (
            partition by year order by day desc
            rows between unbounded preceding and current row
        ) as at_risk
    from counted
),

-- Where all at risk are closed the product is 0 from there on.
multiplied as (
    select
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
        partition by year order by day
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

reached as (
    select
        ages.year,
        age_months,
        case when max(day) >= age_days or min(open_share) = 0
            then min(case when day <= age_days then open_share else 1e0 end) end as reached_share,
        max(case when day <= age_days then variance end) as variance
    from ages
    join multiplied using (year)
    group by ages.year, age_months, age_days
),

known as (
    select
        year,
        age_months,
        age_days,
        cast(sum(alike) as bigint) as cases,
        cast(sum(case when least_days > age_days then alike else 0 end) as bigint) as known_open,
        cast(sum(case when most_days <= age_days then alike else 0 end) as bigint) as known_closed,
        sum(case when least_days <= age_days and most_days > age_days then alike else 0 end)
            as undated
    from ages
    join followed using (year)
    group by all
),

chosen as (
    select
        *,
        case when undated <= 0.25e0 * cases then round(reached_share, 12) end as open_share
    from known
    join reached using (year, age_months)
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
        then round(
            power(open_share, exp(1.959964e0 * sqrt(variance) / abs(ln(open_share)))), 12
        )
    end as open_share_low,
    case when open_share > 0 and open_share < 1 and variance > 0
        then round(
            power(open_share, exp(-1.959964e0 * sqrt(variance) / abs(ln(open_share)))), 12
        )
    end as open_share_high,
    known_open / cast(cases as double) as open_share_least,
    1 - known_closed / cast(cases as double) as open_share_most
from chosen
order by year, age_months
