-- One row per breach that the exports of one capture list, with the columns that need no history.
--
-- A report that is in two of the exports counts once. Reports of one export with the same values
-- are kept, counted and flagged: the portal lists them twice, and it is not known whether they are
-- one.
--
-- Key: source_file, source_line
--
-- entity_name, state, entity_type, individuals, submitted_on, year, breach_types, locations,
-- has_business_associate, description, cause, origin, origin_basis, origin_rule, origin_evidence,
-- origin_by_description, origin_by_type, hicp_threat  As in marts.breaches.
-- view                    archive, under-investigation or all; null if neither the name of the
--                         export nor the user states it.
-- is_duplicate            True for the second and later of reports with the same values.
-- source_file             Name of the export, as given.
-- source_line, entity_key  As in marts.breaches.
-- entity_breaches         Number of these breaches with the same entity_key; null if that is null.

select
    listed.* exclude (
        view, is_duplicate, source_file, source_line, entity_key, entity_breaches
    ),
    origins.* exclude (description_no, types),
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
