-- One row per breach and type of breach.
--
-- A breach with several types has a row for each, so counts over types add up to more than the
-- number of breaches. Breaches without a type, and breaches that have vanished from the list, are
-- not included.
--
-- Key: breach_id, breach_type
--
-- breach_id    The breach in marts.breaches.
-- breach_type  One of its types, as the portal writes it.
-- year, individuals  As in marts.breach_locations.

select
    breach_id,
    unnest(breach_types) as breach_type,
    year,
    individuals
from marts.breaches
where vanished_on is null
order by breach_id, breach_type
