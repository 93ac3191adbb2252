-- every year that is over in two captures is there, up to the newest capture
select
    year,
    marts.totals_by_capture.breaches,
    figures.revised_years.breaches as drawn_breaches,
    marts.totals_by_capture.individuals,
    figures.revised_years.individuals as drawn_individuals
from marts.totals_by_capture
left join figures.revised_years using (year, captured_on, capture_no)
where is_newest
    and was_closed
    and (figures.revised_years.breaches is distinct from marts.totals_by_capture.breaches
        or figures.revised_years.individuals
            is distinct from marts.totals_by_capture.individuals)
order by year;

-- a year begins at no change
select year, captured_on, breaches, closed_breaches, individuals, closed_individuals
from figures.revised_years
qualify row_number() over (partition by year order by captured_on, capture_no) = 1
    and (breaches <> closed_breaches
        or coalesce(individuals, 0) <> coalesce(closed_individuals, 0));
