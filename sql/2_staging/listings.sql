-- One row per report and unbroken run of a view's snapshots that list it.
--
-- Key: source_file, source_line, view, first_captured_on, first_capture_no
--
-- source_file, source_line, view, first_captured_on, first_capture_no, last_captured_on,
-- last_capture_no  As in raw.listings.

select
    source_file,
    source_line,
    view,
    first_captured_on,
    first_capture_no,
    last_captured_on,
    last_capture_no
from raw.listings
