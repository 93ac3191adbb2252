-- One row per breach that the exports of one capture list, without its cause and origin.
--
-- Key: source_file, source_line
--
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
-- view                    archive, under-investigation or all; null where neither the name of the
--                         export nor its caller says so.
-- is_duplicate            True for the second and later of reports alike in every value.
-- source_file             Export, as it was named.
-- source_line             Line of that file on which it begins, counted from 1.
-- entity_key              The reporter under one name, however it was spelled: case, punctuation,
--                         legal forms and d/b/a do not count (intermediate.entity_keys). Namesakes
--                         share it. Null where the name is none, such as N/A.
-- entity_breaches         How many of these breaches have this entity_key; null where it is.

select
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
    coalesce(places.view, breach_reports.view) as view,
    coalesce(is_duplicate, false) as is_duplicate,
    source_file,
    source_line,
    entity_key,
    case when entity_key is not null then count(*) over (partition by entity_key) end
        as entity_breaches
from staging.breach_reports
left join staging.descriptions using (report_no)
left join files.places using (source_file, source_line)
left join intermediate.entity_keys using (entity_name)
where coalesce(is_shown, true)
