-- One row per snapshot in the store: an export as it was saved.
--
-- Key: source_file
--
-- source_file, captured_on, capture_no, view, source, sha256, rows_sha256, bytes, rows, encoding,
-- damaged_characters, repaired_characters, has_repaired_header, is_synthetic, final_url,
-- retrieved_at  As in staging.snapshots.
-- is_current           True for the files of the capture that marts.breaches shows.
-- breaches_shown       Rows of marts.breaches that come from this file: it is the first with the
--                      version shown.
-- is_shown             True if there is such a row; unless a day was asked for, also for the files
--                      of the current capture, which list the same rows.

with sources as (
    select
        source_file,
        count(*) as breaches_shown
    from marts.breaches
    group by all
)

select
    snapshots.*,
    coalesce(is_current, false) and view <> 'part2' as is_current,
    coalesce(breaches_shown, 0) as breaches_shown,
    breaches_shown is not null
        or coalesce(is_current and not is_as_of, false) and view <> 'part2' as is_shown
from staging.snapshots
left join intermediate.captures using (captured_on, capture_no)
left join sources using (source_file)
order by source_file
