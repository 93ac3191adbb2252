-- One row per form of a breach in the database that this one replaces, with the id it had.
--
-- Key: report_key, place
--
-- report_key  Made from all published values but the description.
-- place       Which of the reports alike it is.
-- breach_id   The id that was published.

select
    report_key,
    place,
    breach_id
from raw.known_identities
