-- One row per report and unbroken run of a view's snapshots in which it stood.
--
-- A run breaks where a snapshot of the view does not hold the report; a capture of which the view
-- was not saved breaks nothing. A report that stood in both views has runs in each.
--
-- Key: source_file, source_line, view, first_captured_on, first_capture_no
--
-- source_file        Snapshot in which the report stood first, as in its table of reports.
-- source_line        Line of that file on which it begins, counted from 1.
-- view               archive, under-investigation, all or part2.
-- first_captured_on  Capture with which the run begins: its day.
-- first_capture_no   Which capture of that day, counted from 1.
-- last_captured_on   Capture with which the run ends: its day.
-- last_capture_no    Which capture of that day, counted from 1.

select
    cast(null as varchar) as source_file,
    cast(null as bigint) as source_line,
    cast(null as varchar) as view,
    cast(null as date) as first_captured_on,
    cast(null as bigint) as first_capture_no,
    cast(null as date) as last_captured_on,
    cast(null as bigint) as last_capture_no
where false
