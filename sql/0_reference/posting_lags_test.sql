-- a posting lag is zero or more days, of a known kind
select evidence, kind, lag_days
from reference.posting_lags
where kind is null
    or kind not in ('assumed', 'measured', 'at most')
    or lag_days is null
    or lag_days < 0;

-- a measured lag is the number of days between its two days
select evidence, newest_submitted_on, measured_on, lag_days
from reference.posting_lags
where kind <> 'assumed'
    and (
        measured_on is null
        or newest_submitted_on is null
        or newest_submitted_on + cast(lag_days as integer) <> measured_on
    );

-- a lag is in force on every day on which the list has reports
select count(*) as lags
from reference.posting_lags
where applies_from <= date '2009-09-23'
    and applies_to = date '9999-12-31'
having count(*) = 0;

-- a lag has both a first and a last day in force, or neither
select evidence, applies_from, applies_to
from reference.posting_lags
where (applies_from is null) <> (applies_to is null)
    or applies_from > applies_to;
