-- One row per report in the exports of one capture, with its place among those alike.
--
-- Reports are alike where all published values but the description are the same. In each export
-- the first of them takes place 1, the second place 2, in the order of their descriptions. A report
-- of two exports takes the same place in each and is one breach: it is under investigation where
-- one of them says so, and the row of the archive is shown.
--
-- Key: source_file, source_line
--
-- source_file   Export, as it was named.
-- source_line   Line of that file on which the report begins, counted from 1.
-- view          archive, under-investigation or all; null where that is not known.
-- is_shown      False for the second of two rows that are one breach.
-- is_duplicate  True for the second and later of shown reports alike in every value.

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
