-- One row per report and unbroken run of a view's snapshots that list it.
--
-- A run ends if a snapshot of the view does not list the report. A capture without the view does
-- not end it. A report that both views listed has runs in each.
--
-- Key: source_file, source_line, view, first_captured_on, first_capture_no
--
-- source_file        First snapshot that lists the report, as in its table of reports.
-- source_line        Line of that file on which the report starts, counted from 1.
-- view               archive, under-investigation, all or part2.
-- first_captured_on  Day of the first capture of the run.
-- first_capture_no   Number of that capture among those of its day, from 1.
-- last_captured_on   Day of the last capture of the run.
-- last_capture_no    Number of that capture among those of its day, from 1.

select
    cast(null as varchar) as source_file,
    cast(null as bigint) as source_line,
    cast(null as varchar) as view,
    cast(null as date) as first_captured_on,
    cast(null as bigint) as first_capture_no,
    cast(null as date) as last_captured_on,
    cast(null as bigint) as last_capture_no
where false
