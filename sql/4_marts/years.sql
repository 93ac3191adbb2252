-- One row per calendar year from the first to the last in which a listed breach was submitted.
--
-- The day of a capture is the latest day on which it can have been saved. So the list itself also
-- shows how far it reaches: its newest year is not over unless it has a submission after 16
-- December.
--
-- Key: year
--
-- year                Calendar year.
-- is_partial_year     True if the list cannot cover the whole year: 2009, when the duty to notify
--                     began on 23 September; the year of the day shown; the newest year, if its
--                     last submission is more than 14 days before 31 December; and, if there is a
--                     complete capture, years that end after the newest of these.
-- first_submitted_on  First submission of the year; null in a year without a breach.
-- last_submitted_on   Last submission of the year; null likewise.

with spine as (
    select unnest(years) as year
    from (
        select range(min(year), max(year) + 1) as years
        from marts.breaches
        where vanished_on is null
    )
),

complete as (
    select captured_on
    from marts.captures
    where is_complete
),

submitted as (
    select
        year,
        min(submitted_on) as first_submitted_on,
        max(submitted_on) as last_submitted_on
    from marts.breaches
    where vanished_on is null
    group by all
)

select
    spine.year,
    make_date(spine.year, 1, 1) < date '2009-09-23'
        or make_date(spine.year, 12, 31)
            > least(marts.captures.as_of_on, (select max(captured_on) from complete))
        or (
            spine.year = (select max(year) from submitted)
            and last_submitted_on < make_date(spine.year, 12, 31 - 14)
        ) as is_partial_year,
    first_submitted_on,
    last_submitted_on
from spine
cross join marts.captures
left join submitted using (year)
where marts.captures.is_current
order by spine.year
