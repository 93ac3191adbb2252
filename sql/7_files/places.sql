-- One row per report in the exports of one capture, with its place among similar reports.
--
-- Reports are similar if all published values except the description are the same. In each export
-- the first of them has place 1, the second place 2, in the order of their descriptions. If a
-- report of two exports has the same place in each, it is one breach: under investigation if one of
-- the exports says so, and shown with the row of the archive.
--
-- Key: source_file, source_line
--
-- source_file   Name of the export, as given.
-- source_line   Line of that file on which the report starts, counted from 1.
-- view          archive, under-investigation or all; null if not known.
-- is_shown      False for the second of two rows that are one breach.
-- is_duplicate  True for the second and later of shown reports with the same values.

with placed as (
    select
        source_file,
        source_line,
        view,
        report_key,
        description_no,
        row_number() over (
            partition by report_key, view
            order by description nulls last, source_file, source_line
        ) as place
    from intermediate.reports
    join (select report_no, view from staging.breach_reports) using (report_no)
    join staging.descriptions using (report_no)
),

seen as (
    select
        source_file,
        source_line,
        case
            when bool_or(view = 'under-investigation') over same_breach then 'under-investigation'
            else view
        end as view,
        report_key,
        description_no,
        place,
        row_number() over (
            partition by report_key, place order by placed.view, source_file, source_line
        ) = 1 as is_shown
    from placed
    window same_breach as (partition by report_key, place)
)

select
    source_file,
    source_line,
    view,
    is_shown,
    is_shown and row_number() over (
        partition by report_key, description_no, is_shown order by place
    ) > 1 as is_duplicate
from seen
