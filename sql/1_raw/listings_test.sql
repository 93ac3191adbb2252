-- every snapshot lists as many reports as the manifest states
with numbered as (
    select
        *,
        row_number() over (partition by view order by captured_on, capture_no) as nth
    from raw.snapshots
),

changes as (
    select
        first.view,
        first.nth,
        count(*) as come,
        0 as go
    from raw.listings
    join numbered as first
        on first.view = raw.listings.view
        and first.captured_on = first_captured_on
        and first.capture_no = first_capture_no
    group by all
    union all
    select
        last.view,
        last.nth + 1 as nth,
        0 as come,
        count(*) as go
    from raw.listings
    join numbered as last
        on last.view = raw.listings.view
        and last.captured_on = last_captured_on
        and last.capture_no = last_capture_no
    group by all
),

counted as (
    select
        source_file,
        numbered.rows as rows_in_manifest,
        cast(sum(coalesce(sum(come), 0) - coalesce(sum(go), 0)) over (
            partition by numbered.view order by numbered.nth
        ) as bigint) as rows_listed
    from numbered
    left join changes using (view, nth)
    group by source_file, numbered.rows, numbered.view, numbered.nth
)

select source_file, rows_in_manifest, rows_listed
from counted
where rows_in_manifest <> rows_listed
order by source_file;

-- every listing is of a report, and every report is listed
with reports as (
    select source_file, source_line
    from raw.breach_reports
    union all
    select source_file, source_line
    from raw.part2_reports
),

listed as (
    select distinct source_file, source_line
    from raw.listings
)

select source_file, source_line
from reports
full join listed using (source_file, source_line)
where (reports.source_file is null) <> (listed.source_file is null)
order by source_file, source_line;
