-- One row per form of a breach in the database that this one replaces, with its published id.
--
-- Key: report_key, place
--
-- report_key, place, breach_id  As in raw.known_identities.

select
    report_key,
    place,
    breach_id
from raw.known_identities
