-- One row per snapshot in the store.
--
-- Key: source_file
--
-- source_file, captured_on, capture_no, view, source, sha256, rows_sha256, bytes, rows, encoding,
-- damaged_characters, repaired_characters, has_repaired_header, is_synthetic,
-- final_url  As in raw.snapshots.
-- retrieved_at         When its last byte arrived, in UTC; null for an imported file.

select
    source_file,
    captured_on,
    capture_no,
    view,
    source,
    sha256,
    rows_sha256,
    bytes,
    rows,
    encoding,
    damaged_characters,
    repaired_characters,
    has_repaired_header,
    is_synthetic,
    final_url,
    cast(retrieved_at as timestamp) as retrieved_at
from raw.snapshots
