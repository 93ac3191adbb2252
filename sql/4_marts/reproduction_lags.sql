-- One row per posting lag that might be assumed: a study's breaches and people as of its day.
--
-- The lag is how long after its submission the portal shows a report. It matters only for
-- reconstructed breaches. All breaches of the study's period are counted, not only those that the
-- study prints.
--
-- Given: study_asked
--
-- Key: lag_days
--
-- lag_days       Days from submission to posting.
-- is_used        True for the lag by which marts.breaches_as_of counts on that day.
-- reconstructed  Breaches that no capture by the day lists.
-- breaches       All breaches, including these.
-- individuals    People affected by them; null if no number is stated.

with asked as (
    select
        as_of_on,
        counted_to,
        reference.studies.period_start,
        reference.studies.period_end,
        is_of_described
    from marts.studies
    join reference.studies using (study)
    where study = study_asked
),

used as (
    select max_by(lag_days, applies_from) as used_days
    from reference.posting_lags
    join asked on asked.as_of_on between applies_from and applies_to
),

lags as (
    select unnest([0, 7, 10, 14]) as lag_days
    union
    select used_days as lag_days from used
),

last_seen as (
    select coalesce(max(newest_submitted_on), date '0001-01-01') as newest_submitted_on
    from marts.captures
    join asked on captured_on <= asked.as_of_on
    where is_complete
),

listed as (
    select
        count(*) as breaches,
        cast(sum(individuals) as bigint) as individuals
    from marts.breaches_as_of((select as_of_on from asked))
    cross join asked
    where not is_reconstructed
        and submitted_on between period_start and period_end
        and (counted_to is null or submitted_on <= counted_to)
        and (description is not null or not is_of_described)
),

later as (
    select
        submitted_on,
        individuals
    from marts.breach_versions
    cross join asked
    cross join last_seen
    where version = 1
        and valid_from > as_of_on
        and submitted_on > newest_submitted_on
        and submitted_on between period_start and period_end
        and (description is not null or not is_of_described)
),

added as (
    select
        lag_days,
        count(submitted_on) as reconstructed,
        cast(sum(individuals) as bigint) as reconstructed_individuals
    from lags
    cross join asked
    left join later on submitted_on <= as_of_on - cast(lag_days as integer)
    group by all
)

select
    cast(lag_days as bigint) as lag_days,
    lag_days = used_days as is_used,
    reconstructed,
    listed.breaches + reconstructed as breaches,
    case
        when individuals is not null or reconstructed_individuals is not null
            then coalesce(individuals, 0) + coalesce(reconstructed_individuals, 0)
    end as individuals
from added
cross join listed
cross join used
order by lag_days
