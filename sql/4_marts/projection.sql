-- One row: where the number of breaches of the running year is heading. A projection, no count.
--
-- The number of breaches that the list shows of the year so far, times the factor by which past
-- years still grew after the same day. Reports are posted late, so that day is earlier than the
-- newest submission, by as many days as earlier captures lacked compared with the list now. The
-- interval is Student's prediction interval for one more year, of logarithms, plus the spread of
-- those days. It is tested on each past year, with that year left out; if fewer than 9 of 10 fall
-- into it, there is no projection. The projection knows nothing of what is new this year: in 2020
-- far more came after the summer than before. Individuals are not projected: one breach may
-- outweigh a whole year (Change Healthcare: 192.7 million), so no honest interval would be useful.
--
-- Key: year
--
-- year                Year of the newest submission in the list shown.
-- breaches            Breaches of it that the list shows so far.
-- submitted_to        Newest submission in the list shown.
-- compared_to         Day up to which past years are counted; null if there are too few captures.
-- captures            Number of earlier complete captures that show how late reports are posted:
--                     the last of each month, 60 days or more into a year and before the day shown;
--                     at most 12.
-- lag_days            Days from compared_to to submitted_to: the median of these captures; null
--                     likewise.
-- past_years          Number of earlier whole years that the projection is based on; at most 10.
-- held_years          Number of those whose total is in the interval from the others; null if there
--                     are fewer than 5.
-- projected_breaches  Breaches of the whole year, projected; null where there is no projection.
-- projected_low       Lower end of the 95 % interval; never less than breaches; null likewise.
-- projected_high      Upper end of it; null likewise.
-- reason              Why there is no projection; null where there is one.

with running as (
    select
        year,
        is_partial_year,
        last_submitted_on as submitted_to
    from marts.years
    where year = (select max(year) from marts.years)
),

shown as (
    select
        breach_id,
        year,
        submitted_on,
        first_captured_on,
        is_reconstructed
    from marts.breaches
    where vanished_on is null
),

-- The last complete capture of each month, of those whose late reports have come since.
monthly as (
    select
        max(captured_on) as captured_on
    from marts.captures
    where is_complete
        and captured_on <= as_of_on - 60
    group by year(captured_on), month(captured_on)
    order by captured_on desc
    limit 12
),

looked_back as (
    select
        captured_on,
        max(newest_submitted_on) as newest_submitted_on
    from marts.captures
    semi join monthly using (captured_on)
    where is_complete
    group by all
),

-- What the list shows now of that year up to that newest submission, the oldest first.
placed as (
    select
        captured_on,
        newest_submitted_on,
        submitted_on,
        row_number() over (partition by captured_on order by submitted_on, breach_id) as place,
        count(case when first_captured_on <= captured_on then 1 end)
            over (partition by captured_on) as listed_then
    from looked_back
    join shown
        on submitted_on between make_date(year(newest_submitted_on), 1, 1) and newest_submitted_on
    where newest_submitted_on - make_date(year(newest_submitted_on), 1, 1) >= 60
),

-- As many as were listed then are now those submitted up to some days before.
lags as (
    select captured_on, newest_submitted_on - submitted_on as lag_days
    from placed
    where place = listed_then
        and listed_then >= 30
),

delay as (
    select
        count(*) as captures,
        cast(round(median(lag_days)) as integer) as lag_days,
        min(lag_days) as shortest_lag,
        max(lag_days) as longest_lag
    from lags
),

compared as (
    select
        running.*,
        delay.captures,
        lag_days,
        submitted_to - lag_days as compared_to,
        submitted_to - lag_days - make_date(year, 1, 1) as days,
        shortest_lag - lag_days as earlier,
        longest_lag - lag_days as later
    from running
    cross join delay
),

past as (
    select
        shown.year,
        count(*) as breaches,
        count(case when submitted_on - make_date(shown.year, 1, 1) <= days then 1 end) as by_then,
        count(case when submitted_on - make_date(shown.year, 1, 1) <= days - earlier then 1 end)
            as by_late_day,
        count(case when submitted_on - make_date(shown.year, 1, 1) <= days - later then 1 end)
            as by_early_day
    from shown
    join marts.years using (year)
    cross join compared
    where not marts.years.is_partial_year
        and shown.year between compared.year - 10 and compared.year - 1
    group by all
),

growths as (
    select
        year,
        ln(breaches / by_then) as growth,
        ln(by_late_day / by_early_day) as spread
    from past
    where by_early_day > 0
),

totals as (
    select
        count(*) as past_years,
        sum(growth) as growths,
        sum(growth * growth) as squares,
        avg(spread) / 2 as lag_error
    from growths
),

-- 97.5 % points of Student's distribution (Biometrika 1908;6:1-25), by degrees of freedom.
students as (
    select *
    from (
        values (3, 3.182e0), (4, 2.776e0), (5, 2.571e0), (6, 2.447e0),
            (7, 2.365e0), (8, 2.306e0), (9, 2.262e0)
    ) as points (freedom, point)
),

-- Each past year as if it were the one asked, by the others.
left_out as (
    select
        growth,
        (growths - growth) / (past_years - 1) as middle,
        (squares - growth * growth - (growths - growth) * (growths - growth) / (past_years - 1))
        / (past_years - 2) * (1 + 1 / (past_years - 1)) + lag_error * lag_error as variance,
        point
    from growths
    cross join totals
    join students on freedom = past_years - 2
),

tried as (
    select
        count(*) as tried_years,
        count(case when abs(growth - middle) <= point * sqrt(greatest(variance, 0)) then 1 end)
            as held_years
    from left_out
),

fitted as (
    select
        past_years,
        growths / past_years as middle,
        point * sqrt(
            greatest((squares - growths * growths / past_years) / (past_years - 1), 0)
            * (1 + 1 / past_years) + lag_error * lag_error
        ) as reach
    from totals
    left join students on freedom = past_years - 1
),

counted as (
    select
        year,
        count(*) as breaches,
        bool_or(is_reconstructed) as is_reconstructed
    from shown
    group by all
),

judged as (
    select
        *,
        case
            when not is_partial_year then 'the year is over'
            when is_reconstructed then 'no capture shows the list of that day'
            when captures < 2
                then 'fewer than 2 earlier captures show how late reports are posted'
            when days < 60 then 'fewer than 60 days of the year are posted'
            when breaches < 30 then 'fewer than 30 breaches of the year are listed'
            when past_years < 5 then 'fewer than 5 whole years before it'
            when held_years < 0.9e0 * tried_years
                then 'the interval held in fewer than 9 of 10 past years'
        end as reason
    from compared
    join counted using (year)
    cross join fitted
    cross join tried
)

select
    year,
    breaches,
    submitted_to,
    compared_to,
    captures,
    lag_days,
    past_years,
    case when tried_years > 0 then held_years end as held_years,
    case when reason is null then cast(round(breaches * exp(middle)) as bigint) end
        as projected_breaches,
    case
        when reason is null
            then greatest(cast(round(breaches * exp(middle - reach)) as bigint), breaches)
    end as projected_low,
    case when reason is null then cast(round(breaches * exp(middle + reach)) as bigint) end
        as projected_high,
    reason
from judged
