-- One row per snapshot in the store: an export as it was saved.
--
-- Key: source_file
--
-- source_file          Path inside the data folder: snapshots/2024-10-17/archive.csv.
-- captured_on          Day on which the portal showed these rows, or the latest it can have been.
-- capture_no           Which capture of that day, counted from 1.
-- view                 archive, under-investigation, all or part2.
-- source               Original file name or URL.
-- sha256               Of the file's bytes, hexadecimal.
-- rows_sha256          Of the bytes after the header record, hexadecimal.
-- bytes                Size of the file.
-- rows                 Reports in the file.
-- encoding             Rule that decoded its bytes.
-- damaged_characters   Characters that no rule could recover.
-- repaired_characters  Characters recovered by undoing wrong code pages.
-- has_repaired_header  True where the portal's broken column names were put right.
-- is_synthetic         True for exports made by `breachstats sample`.
-- final_url            Address that answered when it was fetched; null for an imported file.
-- retrieved_at         When its last byte arrived, in UTC; null for an imported file.
-- is_current           True where marts.breaches shows reports of this file's capture.

select
    source_file,
    captured_on,
    capture_no,
    view,
    source,
    sha256,
    rows_sha256,
    bytes,
    rows,
    encoding,
    damaged_characters,
    repaired_characters,
    has_repaired_header,
    staging.snapshots.is_synthetic,
    final_url,
    retrieved_at,
    coalesce(is_current, false) and view <> 'part2' as is_current
from staging.snapshots
left join intermediate.captures using (captured_on, capture_no)
order by source_file
