-- One row per submission year and complete capture at which the year's numbers moved.
--
-- With hundreds of captures most numbers stand still, so a year has a row only at the first capture
-- that lists it, at those where one of its three numbers differs from the complete capture before,
-- at the first after the year's end, and at the last. Captures that lack a view are left out, as
-- are those after the day that is shown.
--
-- Key: year, captured_on, capture_no
--
-- year                        Year of submission to OCR.
-- captured_on                 Day of the capture.
-- capture_no                  Which capture of that day, counted from 1.
-- capture                     The two as one name: 2024-10-17, or 2024-10-17.2.
-- is_newest                   True in the rows of the last capture.
-- breaches                    Breaches of the year that the capture lists.
-- individuals                 People affected, of those that state a number; null if none does.
-- breaches_without_count      Breaches of the year that state no number.
-- previous_capture            The complete capture before; null for the first of all.
-- breaches_change             Breaches more than there; null for the first of all.
-- individuals_change          Individuals more than there; likewise.
-- is_closed                   True where the year was over and the list reached its end: a
--                             submission after 16 December, or of a later year.
-- closed_capture              The first complete capture of which that is true; null while none is.
-- breaches_since_closed       Breaches more than there; null before. Late reports count here too:
--                             some are listed weeks after they were submitted.
-- individuals_since_closed    Individuals more than there; likewise.
-- was_closed                  True where it was so at the capture before too: a change is a
--                             revision.

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
