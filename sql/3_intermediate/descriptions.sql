-- One row per distinct description: where it stood first.
--
-- Key: description_hash
--
-- description_hash  MD5 of the description, in hexadecimal digits.
-- narrative_no      Counts descriptions from 1, in the order in which they stood first: a stretch
--                   of numbers is a stretch of the files, and is read without the rest.
-- source_file       Snapshot file in which it stood first.
-- source_line       Line of that file on which the report begins, counted from 1.

with first_places as (
    select
        description_hash,
        source_file,
        source_line
    from intermediate.reports
    where description_hash <> ''
    qualify row_number() over (partition by description_hash order by source_file, source_line) = 1
)

select
    description_hash,
    row_number() over (order by source_file, source_line) as narrative_no,
    source_file,
    source_line
from first_places
