-- One row per snapshot in the store: the manifest, as it was when the build began.
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
-- retrieved_at         When its last byte arrived, RFC 3339 in UTC; null for an imported file.

select
    cast(null as varchar) as source_file,
    cast(null as date) as captured_on,
    cast(null as bigint) as capture_no,
    cast(null as varchar) as view,
    cast(null as varchar) as source,
    cast(null as varchar) as sha256,
    cast(null as varchar) as rows_sha256,
    cast(null as bigint) as bytes,
    cast(null as bigint) as rows,
    cast(null as varchar) as encoding,
    cast(null as bigint) as damaged_characters,
    cast(null as bigint) as repaired_characters,
    cast(null as boolean) as has_repaired_header,
    cast(null as boolean) as is_synthetic,
    cast(null as varchar) as final_url,
    cast(null as varchar) as retrieved_at
where false
