-- One row per month from the first to the last year of the list: breaches reported in it.
--
-- The month is that of submission. A report is due within 60 days after the breach was discovered
-- (45 CFR 164.408(b) with 164.404(b)), so the month shows when breaches are reported and not when
-- they happen. The list covers the months from September 2009, when the duty to notify began, to
-- the month of its newest submission. Some reports are listed weeks after their submission, so the
-- newest months still grow.
--
-- Key: year, month
--
-- year              Year of submission to OCR.
-- month             Month of submission, 1 for January to 12 for December.
-- breaches          Breaches reported; null in a month that the list does not cover.
-- individuals       People affected, of the breaches that state a number; null if none does.
-- is_partial_month  True if the list covers a part of the month: September 2009; the month of the
--                   day shown; the list's last month, if its newest submission is more than 7 days
--                   before the end; and months that end after the newest complete capture. Null in
--                   a month that the list does not cover.
-- is_partial_year   True where the list cannot cover the year, as in marts.years.
-- year_share        Fraction of its year's breaches, 0 to 1; null in a partial year, in a year
--                   without a breach and where breaches is null.
-- usual_share       Median of year_share of the same month over all years that have one; null
--                   where none has. The twelve need not add up to 1.

with months as (
    select
        year,
        unnest(range(1, 13)) as month,
        is_partial_year
    from marts.years
),

covered as (
    select
        max(submitted_on) as newest_submitted_on,
        least(
            max(as_of_on), (select max(captured_on) from marts.captures where is_complete)
        ) as as_of_on
    from marts.breaches
    cross join marts.captures
    where vanished_on is null
        and is_current
),

counted as (
    select
        year,
        month(submitted_on) as month,
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches
    where vanished_on is null
    group by all
),

filled as (
    select
        months.year,
        months.month,
        is_partial_year,
        make_date(months.year, months.month, 1) between date '2009-09-01' and newest_submitted_on
            as is_covered,
        last_day(make_date(months.year, months.month, 1)) as ends_on,
        newest_submitted_on,
        as_of_on,
        coalesce(breaches, 0) as breaches,
        individuals
    from months
    cross join covered
    left join counted using (year, month)
),

shared as (
    select
        year,
        month,
        case when is_covered then breaches end as breaches,
        individuals,
        case when is_covered then
            (year = 2009 and month = 9)
            or ends_on > as_of_on
            or (newest_submitted_on <= ends_on and newest_submitted_on < ends_on - 7)
        end as is_partial_month,
        is_partial_year,
        case when is_covered and not is_partial_year then
            breaches / nullif(cast(sum(breaches) over (partition by year) as double), 0)
        end as year_share
    from filled
)

select
    year,
    month,
    breaches,
    individuals,
    is_partial_month,
    is_partial_year,
    year_share,
    median(year_share) over (partition by month) as usual_share
from shared
order by year, month
