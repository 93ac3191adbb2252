-- One row per listed breach and reading of where it came from.
--
-- Three readings of the same list, side by side: by descriptions only, as Jiang and Bai did (JAMA
-- Intern Med 2019); by a naive map of the portal's types only, which takes all theft and hacking
-- for external; and by both: if a description is missing or decides nothing, two rules on types may
-- decide. Only the last is the origin in marts.breaches.
--
-- Key: breach_id, reading_order
--
-- breach_id        The breach in marts.breaches.
-- reading_order    Counts the readings from 1.
-- reading          descriptions only, portal types only, or both.
-- origin           internal, external, or null where the reading decides nothing.
-- year             Year of submission to OCR.
-- submitted_on     Day of submission.
-- individuals      People affected; null (never 0) if the report states no number.
-- has_description  True where OCR has published a description.

with listed as (
    select
        breach_id,
        year,
        submitted_on,
        individuals,
        description is not null as has_description,
        origin,
        origin_by_description,
        origin_by_type
    from marts.breaches
    where vanished_on is null
),

readings as (
    select unnest([1, 2, 3]) as reading_order
)

select
    breach_id,
    reading_order,
    case reading_order
        when 1 then 'descriptions only'
        when 2 then 'portal types only'
        else 'both'
    end as reading,
    case reading_order
        when 1 then origin_by_description
        when 2 then origin_by_type
        else origin
    end as origin,
    year,
    submitted_on,
    individuals,
    has_description
from listed
cross join readings
order by breach_id, reading_order
