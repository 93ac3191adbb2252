-- One row per day on which the HIPAA breach list was captured.
--
-- Key: captured_on
--
-- captured_on    Day of the capture.
-- is_current     True for the one capture that marts.breaches shows.
-- is_complete    True where archive and under-investigation were saved, or the one list of all.
-- missing_views  Views that were not saved; null for a complete capture.
-- hashes         First eight digits of each file's sha256 behind its view, joined by commas.
-- is_synthetic   True where a file was made by `breachstats sample`.
-- breaches       Breaches listed, both views together.
-- newest_submitted_on  Newest submission listed; the capture cannot be older.

select
    captured_on,
    is_current,
    is_complete,
    missing_views,
    hashes,
    is_synthetic,
    count(breach_id) as breaches,
    max(submitted_on) as newest_submitted_on
from intermediate.captures
left join intermediate.breach_versions using (captured_on)
group by all
