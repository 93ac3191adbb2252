-- One row per reading of the list and published figure of a study, with the value that it gives.
--
-- The readings are those of marts.counted_in_studies.
--
-- Given: study_asked
--
-- Key: reading, no
--
-- reading, no  As in marts.counted_breaches.
-- value          The value, in the unit in which it was printed; null where there is none.
-- counted        Rows that it counts; a breach in two of its categories counts twice.
-- without_count  Those of them that state no number of people.
-- reconstructed  Those of them that no capture by the day of the reading lists.
-- archive_value  The value from the archive view alone; null except for counts of breaches and
--                people.
-- open_value     The value from those under investigation alone; null likewise.
-- why_not        Why there is no value; null where there is one.

select * exclude (study)
from marts.reproduced_in_studies([study_asked])
order by reading, no
