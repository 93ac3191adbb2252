-- One row per breach and location of breached information.
--
-- A breach with several locations stands here once for each: counts over locations add up to more
-- than the number of breaches. A breach that states none is not here, nor one that has
-- vanished from the list.
--
-- Key: breach_id, location
--
-- breach_id    The breach in marts.breaches.
-- location     One of its locations, as the portal writes it.
-- year         Year of submission to OCR.
-- individuals  People affected by the whole breach; null where the report states none.

select
    breach_id,
    unnest(locations) as location,
    year,
    individuals
from marts.breaches
where vanished_on is null
order by breach_id, location
