-- One row per label of reference.origin_labels, with the description of its breach.
--
-- A label is matched to its breach by day and by the letters and digits of the name, in any
-- version; among several, to the one with the same count of people, then to the newest. The
-- description is null if no capture here lists the breach, or it has no description yet.
--
-- Key: label_no
--
-- label_no                Number of the label.
-- name                    Who reported it, as in the label.
-- submitted_on            Day of submission.
-- origin                  Origin by the label.
-- cause                   Cause by the label.
-- confidence              How certain the label is of the origin.
-- breach_id               The breach in marts.breaches; null where it is not here.
-- breach_types            Types of the portal, joined by commas; null where unknown.
-- locations               Locations, likewise.
-- has_business_associate  Yes or No; null where unknown.
-- description             The newest description of the breach; null where there is none.

with described as (
    select
        breach_id,
        regexp_replace(lower(entity_name), '[^a-z0-9]+', '', 'g') as name_key,
        submitted_on,
        individuals,
        version,
        array_to_string(breach_types, ', ') as breach_types,
        array_to_string(locations, ', ') as locations,
        case when has_business_associate then 'Yes' when not has_business_associate then 'No' end
            as has_business_associate,
        description
    from marts.breach_versions
    semi join reference.origin_labels using (submitted_on)
    where description is not null
),

found as (
    select
        label_no,
        described.breach_id,
        described.breach_types,
        described.locations,
        described.has_business_associate,
        described.description,
        row_number() over (
            partition by label_no
            order by
                case when described.individuals = labels.individuals then 0 else 1 end,
                described.version desc,
                described.breach_id
        ) as place
    from reference.origin_labels as labels
    join described
        on described.submitted_on = labels.submitted_on
        and described.name_key = regexp_replace(lower(labels.name), '[^a-z0-9]+', '', 'g')
)

select
    label_no,
    name,
    submitted_on,
    origin,
    cause,
    confidence,
    breach_id,
    breach_types,
    locations,
    has_business_associate,
    description
from reference.origin_labels
left join (select * from found where place = 1) as nearest using (label_no)
order by label_no
