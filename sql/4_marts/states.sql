-- One row per state, district or territory of the United States, and freely associated states.
--
-- Key: state
--
-- state  Two-letter postal code, as in marts.breaches.
-- name, kind  As in reference.states.

select
    state,
    name,
    kind
from reference.states
order by state
