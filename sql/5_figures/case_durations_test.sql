-- the bounds hold what the captures show: at least the cases seen open later are open, at most
-- those not yet known to be closed, and the middle lies between
select
    year,
    age_months,
    open_share_earliest,
    open_share,
    open_share_latest,
    known_open,
    known_closed
from figures.case_durations
where open_share_earliest is null
    or open_share_latest is null
    or open_share_earliest < known_open / cast(cases as double) - 1e-9
    or open_share_latest > 1 - known_closed / cast(cases as double) + 1e-9
    or open_share < open_share_earliest - 1e-9
    or open_share > open_share_latest + 1e-9
    or open_share_latest - open_share_earliest > 0.25 + 1e-9 and open_share is not null
    or open_share_low > open_share
    or open_share_high < open_share
    or known_open + known_closed > cases;

-- a share that was reached is not left again: older cases are not open more often
select year, age_months, open_share_earliest, open_share_latest
from (
    select
        *,
        lag(open_share_earliest) over older as previous_earliest,
        lag(open_share_latest) over older as previous_latest,
        max(open_share) over (
            partition by year order by age_months
            rows between 1 following and unbounded following
        ) as later
    from figures.case_durations
    window older as (partition by year order by age_months)
)
where open_share_earliest > previous_earliest + 1e-12
    or open_share_latest > previous_latest + 1e-12
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
