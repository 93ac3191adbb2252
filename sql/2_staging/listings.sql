-- One row per report and unbroken run of a view's snapshots in which it stood.
--
-- Key: source_file, source_line, view, first_captured_on, first_capture_no
--
-- source_file        Snapshot in which the report stood first, as in its table of reports.
-- source_line        Line of that file on which it begins.
-- view               archive, under-investigation, all or part2.
-- first_captured_on  Capture with which the run begins: its day.
-- first_capture_no   Which capture of that day, counted from 1.
-- last_captured_on   Capture with which the run ends: its day.
-- last_capture_no    Which capture of that day, counted from 1.

select
    source_file,
    source_line,
    view,
    first_captured_on,
    first_capture_no,
    last_captured_on,
    last_capture_no
from raw.listings
