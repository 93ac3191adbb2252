-- One row per form of a breach: its published values without the description, and its place.
--
-- A breach keeps its form while only its description or its view changes. Any other revision gives
-- it a new form; intermediate.matches says which form follows which.
--
-- Key: report_key, place
--
-- report_key              From intermediate.reports.
-- place                   From intermediate.listings.
-- name_key                Letters and digits of the name, lower case, without accents.
-- entity_name, state, entity_type, individuals, submitted_on, breach_types, locations,
-- has_business_associate  As in staging.breach_reports.
-- first_order             capture_order of the first capture that lists it.
-- last_order              capture_order of the last.
-- last_view               View in which that last capture lists it; archive if it is in both.
-- runs                    Unbroken runs of captures, over all views.

with listed as (
    select
        report_key,
        place,
        min(first_order) as first_order,
        max(last_order) as last_order,
        min_by(view, (-last_order, view)) as last_view,
        count(*) as runs
    from intermediate.listings
    group by all
),

-- Reports of one key differ in their descriptions only.
described as (
    select distinct
        report_key,
        name_key,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate
    from intermediate.reports
)

select
    report_key,
    place,
    name_key,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    breach_types,
    locations,
    has_business_associate,
    first_order,
    last_order,
    last_view,
    runs
from listed
join described using (report_key)
