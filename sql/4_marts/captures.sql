-- One row per capture of the HIPAA breach list.
--
-- Key: captured_on, capture_no
--
-- captured_on          Day of the capture.
-- capture_no           Which capture of that day, counted from 1.
-- capture              The two as one name: 2024-10-17, or 2024-10-17.2 for a second capture.
-- is_current           True for the one capture that marts.breaches shows.
-- is_complete          True where both views were saved, or the one list of all.
-- missing_views        View that was not saved; null for a complete capture.
-- hashes               First eight digits of each file's sha256 behind its view, joined by commas.
-- is_synthetic         True where a file was made by `breachstats sample`.
-- breaches             Breaches listed, both views together.
-- newest_submitted_on  Newest submission listed; the capture cannot be older.

select
    captured_on,
    capture_no,
    cast(captured_on as varchar)
        || case when capture_no > 1 then '.' || cast(capture_no as varchar) else '' end as capture,
    is_current,
    is_complete,
    missing_views,
    hashes,
    is_synthetic,
    count(breach_id) as breaches,
    max(submitted_on) as newest_submitted_on
from intermediate.captures
left join intermediate.breach_versions using (captured_on, capture_no)
group by all
order by captured_on, capture_no
