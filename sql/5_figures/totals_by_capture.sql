-- One row per submission year and complete capture at which the year's numbers changed.
--
-- Between most captures nothing changes. So a year has a row only at the first capture that lists
-- it, at captures where one of its three numbers differs from the previous complete capture, at the
-- first after the year's end, and at the last. Captures that lack a view, and captures after the
-- day shown, are left out.
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
