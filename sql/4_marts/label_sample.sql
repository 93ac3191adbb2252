-- One row per breach of a sample of the described ones, drawn for a person to label.
--
-- The breaches of the list shown are ordered by period (submitted before 2018, or since), by their
-- first type, and within these at random by the seed; then they are taken at equal steps. So each
-- period and type is represented in proportion. The same list, size and seed give the same sample.
--
-- Given: sample_size, seed
--
-- Key: breach_id
--
-- breach_id        The breach in marts.breaches.
-- name             Who reported it.
-- submitted_on     Day of submission.
-- individuals      People affected; null if not stated.
-- hhs_type         Types of the portal, joined by commas.
-- hhs_location     Locations, likewise.
-- hhs_ba           Yes or No: whether a business associate was involved; null where blank.
-- stratum          Period and first type.
-- weight           How many described breaches each breach of the stratum represents.
-- web_description  The description to read.

with described as (
    select
        breach_id,
        entity_name,
        submitted_on,
        individuals,
        breach_types,
        locations,
        has_business_associate,
        description,
        case when year < 2018 then 'before 2018' else 'since 2018' end || ', '
            || coalesce(breach_types[1], 'no type') as stratum
    from marts.breaches
    where description is not null
        and vanished_on is null
        and not is_duplicate
),

placed as (
    select
        *,
        row_number() over (order by stratum, md5(breach_id || ' ' || seed), breach_id) as place,
        count(*) over () as all_described,
        count(*) over (partition by stratum) as in_stratum
    from described
),

taken as (
    select *
    from placed
    where floor(place * sample_size / all_described)
        > floor((place - 1) * sample_size / all_described)
        or sample_size >= all_described
)

select
    breach_id,
    entity_name as name,
    submitted_on,
    individuals,
    array_to_string(breach_types, ', ') as hhs_type,
    array_to_string(locations, ', ') as hhs_location,
    case when has_business_associate then 'Yes' when not has_business_associate then 'No' end
        as hhs_ba,
    stratum,
    round(in_stratum / count(*) over (partition by stratum), 4) as weight,
    description as web_description
from taken
order by md5(breach_id || ' ' || seed), breach_id
