-- One row per breach that the exports of one capture list, with all that needs no history.
--
-- A report that stands in two of the exports counts once. Reports of one export that are alike in
-- every value are kept, counted and flagged: the portal lists them twice, and no outsider can say
-- whether they are one.
--
-- Key: source_file, source_line
--
-- entity_name, state, entity_type, individuals, submitted_on, year, breach_types, locations,
-- has_business_associate, description, cause, origin, origin_basis, origin_rule, origin_evidence,
-- origin_by_description, origin_by_type, hicp_threat  As in marts.breaches.
-- view                    archive, under-investigation or all; null where neither the name of the
--                         export nor its caller says so.
-- is_duplicate            True for the second and later of reports alike in every value.
-- source_file             Export, as it was named.
-- source_line, entity_key  As in marts.breaches.
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
