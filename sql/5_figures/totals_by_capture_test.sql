-- every row of the mart is there
select *, count(*) as times
from (
    from marts.totals_by_capture
    union all
    from figures.totals_by_capture
)
group by all
having count(*) <> 2
order by all;

-- warn: no total of a year that is over differs from the capture before
select
    year,
    previous_capture as capture_before,
    breaches - breaches_change as breaches_before,
    breaches,
    coalesce(individuals, 0) - individuals_change as individuals_before,
    individuals
from figures.totals_by_capture
where is_newest
    and was_closed
    and (breaches_change <> 0 or individuals_change <> 0)
order by abs(individuals_change) desc, year;
