-- every report that the manifest counts was loaded, from every file of the HIPAA list
select manifest.source_file, manifest.rows as rows_in_manifest, loaded.rows as rows_loaded
from raw.snapshots as manifest
left join (
    select source_file, count(*) as rows
    from raw.breach_reports
    group by all
) as loaded using (source_file)
where manifest.view <> 'part2'
    and manifest.rows <> coalesce(loaded.rows, 0);
