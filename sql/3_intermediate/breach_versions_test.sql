-- a capture holds as many breaches as its views hold different reports, none lost or doubled
with reports as (
    select
        intermediate.captures.captured_on, intermediate.captures.capture_no, staging.listings.view,
        entity_name, state, entity_type, individuals, submitted_on,
        breach_types, locations, has_business_associate, count(*) as reports
    from staging.breach_reports
    join staging.listings using (source_file, source_line)
    join intermediate.captures
        on list_contains(views, staging.listings.view)
        and (intermediate.captures.captured_on, intermediate.captures.capture_no)
            between (first_captured_on, first_capture_no) and (last_captured_on, last_capture_no)
    group by all
),

different as (
    select
        captured_on, capture_no, entity_name, state, entity_type, individuals, submitted_on,
        breach_types, locations, has_business_associate, max(reports) as reports
    from reports
    group by all
),

wanted as (
    select captured_on, capture_no, cast(sum(reports) as bigint) as breaches_wanted
    from different
    group by all
),

built as (
    select captured_on, capture_no, count(*) as breaches_built
    from intermediate.breach_versions
    group by all
)

select captured_on, capture_no, breaches_wanted, breaches_built
from wanted
full join built using (captured_on, capture_no)
where breaches_wanted is distinct from breaches_built;
