-- what the captures show bounds the curve: at least the cases seen open later are open, at most
-- those not yet known to be closed, and the interval holds the share
select
    year,
    age_months,
    open_share_least,
    open_share,
    open_share_most,
    known_open,
    known_closed
from figures.case_durations
where open_share_least is null
    or open_share_most is null
    or abs(open_share_least * cases - known_open) > 1e-6
    or abs(open_share_most * cases - cases + known_closed) > 1e-6
    or open_share < open_share_least - 1e-9
    or open_share > open_share_most + 1e-9
    or open_share_low > open_share
    or open_share_high < open_share
    or known_open + known_closed > cases;

-- a share that was reached is not left again: older cases are not open more often
select year, age_months, open_share, later, open_share_least, open_share_most
from (
    select
        *,
        lag(open_share_least) over older as previous_least,
        lag(open_share_most) over older as previous_most,
        max(open_share) over (
            partition by year order by age_months
            rows between 1 following and unbounded following
        ) as later
    from figures.case_durations
    window older as (partition by year order by age_months)
)
where open_share_least > previous_least + 1e-12
    or open_share_most > previous_most + 1e-12
    or later > open_share + 1e-12;

-- the cases of a year are those of the mart, each open or closed at an age
select figures.case_durations.year, age_months, cases, counted
from figures.case_durations
left join (
    select year, count(*) as counted
    from marts.cases
    where case_state <> 'unknown'
    group by all
) as known on known.year = figures.case_durations.year
where cases is distinct from counted
    or known_closed is distinct from (
        select count(*)
        from marts.cases
        where marts.cases.year = figures.case_durations.year
            and case_state in ('closed', 'left')
            and coalesce(closed_by_on, left_open_on) - submitted_on <= age_days
    );
