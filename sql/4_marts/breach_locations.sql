-- One row per breach and location of breached information.
--
-- A breach with several locations has a row for each, so counts over locations add up to more than
-- the number of breaches. Breaches without a location, and breaches that have vanished from the
-- list, are not included.
--
-- Key: breach_id, location
--
-- breach_id    The breach in marts.breaches.
-- location     One of its locations, as the portal writes it.
-- year         Year of submission to OCR.
-- individuals  People affected by the whole breach; null if the report states no number.

select
    breach_id,
    unnest(locations) as location,
    year,
    individuals
from marts.breaches
where vanished_on is null
order by breach_id, location
