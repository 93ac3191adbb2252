-- One row per breach of the current capture of the HIPAA list.
--
-- Breaches of 500 or more individuals (45 CFR 164.408). Reports alike in every value are kept,
-- counted and flagged: the portal lists them twice, and no outsider can tell whether they are one.
--
-- Key: breach_id
--
-- breach_id               Sixteen hexadecimal digits made from the published values.
-- entity_name             Covered entity or business associate that reported.
-- state                   Postal code of its state; null where blank.
-- entity_type             Type of the reporting entity; null where blank.
-- individuals             People affected; null where the report states none, never 0 for that.
-- submitted_on            Calendar day the report reached OCR.
-- year                    Year of submitted_on.
-- breach_types            Types of the breach, alphabetical; null where blank.
-- locations               Locations of the breached information, alphabetical; null where blank.
-- has_business_associate  Whether a business associate was involved; null where blank.
-- description             What OCR published of the case; null while none was.
-- view                    archive, under-investigation or all: where the portal listed it.
-- captured_on             Day of the capture.
-- capture_no              Which capture of that day, counted from 1.
-- is_duplicate            True for the second and later of reports alike in every value.
-- source_file             Snapshot file the report came from.
-- source_line             Line of that file on which it begins, counted from 1.

select
    breach_id,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    year(submitted_on) as year,
    breach_types,
    locations,
    has_business_associate,
    description,
    view,
    captured_on,
    capture_no,
    is_duplicate,
    source_file,
    source_line
from intermediate.breach_versions
join intermediate.captures using (captured_on, capture_no)
where is_current
order by submitted_on desc, source_file, source_line
