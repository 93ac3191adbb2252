-- One row per breach that the exports of one capture list, without cause and origin.
--
-- Key: source_file, source_line
--
-- entity_name, state, entity_type, individuals, submitted_on, year, breach_types, locations,
-- has_business_associate, description, view, is_duplicate, source_file, source_line, entity_key,
-- entity_breaches  As in files.breaches.

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
