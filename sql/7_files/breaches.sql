-- One row per breach that the exports of one capture list, with all that needs no history.
--
-- A report that stands in two of the exports counts once. Reports of one export that are alike in
-- every value are kept, counted and flagged: the portal lists them twice, and no outsider can say
-- whether they are one.
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
-- cause                   What caused it: one of the 16 causes of Jiang and Bai (JAMA Intern Med
--                         2019), as in reference.causes; null where nothing decides.
-- origin                  internal or external to the entity; null where nothing decides.
-- origin_basis            description or type: what decided; null where nothing did.
-- origin_rule             Rule of reference.origin_rules that decided.
-- origin_evidence         The words that decided, in lower case.
-- origin_by_description   The origin if descriptions alone count.
-- origin_by_type          The origin by a naive map of the portal's types alone, to compare.
-- hicp_threat             Threat of HICP that it exemplifies, as in reference.hicp_threats; null
--                         where it is not known.
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
    year,
    breach_types,
    locations,
    has_business_associate,
    description,
    cause,
    origin,
    origin_basis,
    origin_rule,
    origin_evidence,
    origin_by_description,
    origin_by_type,
    hicp_threat,
    view,
    is_duplicate,
    source_file,
    source_line,
    entity_key,
    entity_breaches
from files.listed
join (select source_file, source_line, description_no, types from intermediate.reports)
    using (source_file, source_line)
join intermediate.origins using (description_no, types)
