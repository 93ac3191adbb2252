-- One row per closed year and complete capture since its end at which its numbers changed.
--
-- For the chart of marts.totals_by_capture: how the total of a year changes after its end. A year
-- is included once two captures show it closed; its first row is the first of these captures, its
-- last row the newest.
--
-- Key: year, captured_on, capture_no
--
-- year, captured_on, capture_no, breaches, individuals  As in marts.totals_by_capture.
-- closed_breaches       Breaches of the year in its first row.
-- closed_individuals    Individuals of the year in its first row; null likewise.
-- breaches_moved_share  breaches divided by closed_breaches, minus 1.
-- moved_share           individuals divided by closed_individuals, minus 1; null if these are 0 or
--                       null.

with closed as (
    select
        year,
        captured_on,
        capture_no,
        breaches,
        individuals,
        breaches - breaches_since_closed as closed_breaches,
        case when individuals is not null then individuals - individuals_since_closed end
            as closed_individuals,
        count(*) over (partition by year) as captures
    from marts.totals_by_capture
    where is_closed
)

select
    year,
    captured_on,
    capture_no,
    breaches,
    individuals,
    closed_breaches,
    closed_individuals,
    cast(breaches as double) / nullif(closed_breaches, 0) - 1 as breaches_moved_share,
    cast(individuals as double) / nullif(closed_individuals, 0) - 1 as moved_share
from closed
where captures > 1
order by year, captured_on, capture_no
