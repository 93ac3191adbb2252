-- One row per study or report of reference.studies: whether the captures here can reproduce it.
--
-- Key: study
--
-- study, citation, url, read_on  As in reference.studies.
-- as_of_on         Day as of which it is counted: read_on or, if reference.studies says so and
--                  there is one, the day of the next complete capture.
-- counted_to       Last day of submission that counts in that capture: according to
--                  reference.posting_lags, later reports were not posted by read_on; null for other
--                  studies.
-- figures          How many of its numbers are in reference.published_figures.
-- is_followed      True if its rule can be applied to the portal's list.
-- listed_on        Day of the newest complete capture by as_of_on; null without one.
-- newest_on        Day of the newest complete capture; null without one.
-- is_reproducible  True if its rule can be applied with the captures here.
-- is_synthetic     True if a capture here was made by `breachstats sample`.
-- why_not          Why it is not reproducible; null if it is.

with complete as (
    select
        captured_on,
        is_synthetic
    from marts.captures
    where is_complete
),

reach as (
    select
        min(captured_on) as first_on,
        max(captured_on) as newest_on,
        coalesce(bool_or(is_synthetic), false) as is_synthetic
    from complete
),

printed as (
    select
        study,
        count(*) as figures
    from reference.published_figures
    group by all
),

next_captures as (
    select
        study,
        min(captured_on) as next_on
    from reference.studies
    join complete on captured_on >= read_on
    where is_of_next_capture
    group by all
),

dated as (
    select
        study,
        coalesce(next_on, read_on) as as_of_on,
        case when next_on is not null then read_on - cast(max_by(lag_days, applies_from) as integer)
        end as counted_to
    from reference.studies
    left join next_captures using (study)
    left join reference.posting_lags on read_on between applies_from and applies_to
    group by study, next_on, read_on
),

by_then as (
    select
        study,
        max(captured_on) as listed_on
    from dated
    join complete on captured_on <= as_of_on
    group by all
)

select
    study,
    citation,
    url,
    read_on,
    as_of_on,
    counted_to,
    coalesce(figures, 0) as figures,
    is_followed,
    listed_on,
    newest_on,
    is_followed and listed_on is not null as is_reproducible,
    is_synthetic,
    case
        when not is_followed then why_not
        when listed_on is null
            then 'Needs a complete capture of ' || read_on || ' or before, and one of '
                || least(read_on, reference.studies.period_end) || ' or after; '
                || coalesce('the first here is of ' || first_on, 'none is here') || '.'
    end as why_not
from reference.studies
cross join reach
join dated using (study)
left join printed using (study)
left join by_then using (study)
order by study
