-- One row per form of a breach: published values but the description, and its place among like.
--
-- A breach keeps its form while only its description or its view changes. What is revised,
-- corrected or filled in gives it a new form; intermediate.matches says which follows which.
--
-- Key: report_key, place
--
-- report_key              Of intermediate.reports.
-- place                   Of intermediate.listings.
-- name_key                Letters and digits of the name, lower case, without accents.
-- entity_name             Covered entity or business associate that reported.
-- state                   Postal code; null where blank.
-- entity_type             Type of the reporting entity; null where blank.
-- individuals             People affected; null where the report states none.
-- submitted_on            Calendar day the report reached OCR.
-- breach_types            Types of the breach, alphabetical; null where blank.
-- locations               Locations of the information, alphabetical; null where blank.
-- has_business_associate  Whether a business associate was involved; null where blank.
-- first_order             capture_order of the first capture that lists it.
-- last_order              capture_order of the last.
-- last_view               View in which that last capture lists it; archive before the other.
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

described as (
    select
        report_key,
        any_value(name_key) as name_key,
        any_value(entity_name) as entity_name,
        any_value(state) as state,
        any_value(entity_type) as entity_type,
        any_value(individuals) as individuals,
        any_value(submitted_on) as submitted_on,
        any_value(breach_types) as breach_types,
        any_value(locations) as locations,
        any_value(has_business_associate) as has_business_associate
    from intermediate.reports
    group by all
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
