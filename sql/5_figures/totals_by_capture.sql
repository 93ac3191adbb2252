-- One row per submission year and complete capture at which the year's numbers moved.
--
-- With hundreds of captures most numbers stand still, so a year has a row only at the first capture
-- that lists it, at those where one of its three numbers differs from the complete capture before,
-- at the first after the year's end, and at the last. Captures that lack a view are left out, as
-- are those after the day that is shown.
--
-- Key: year, captured_on, capture_no
--
-- year, captured_on, capture_no, capture, is_newest, breaches, individuals, breaches_without_count,
-- previous_capture, breaches_change, individuals_change, is_closed, closed_capture,
-- breaches_since_closed, individuals_since_closed, was_closed  As in marts.totals_by_capture.

select
    year,
    captured_on,
    capture_no,
    capture,
    is_newest,
    breaches,
    individuals,
    breaches_without_count,
    previous_capture,
    breaches_change,
    individuals_change,
    is_closed,
    closed_capture,
    breaches_since_closed,
    individuals_since_closed,
    was_closed
from marts.totals_by_capture
order by year, captured_on, capture_no
