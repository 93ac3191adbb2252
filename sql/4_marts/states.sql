-- One row per state, district or territory of the United States, and freely associated states.
--
-- Key: state
--
-- state  Two-letter postal code, as marts.breaches.state has it.
-- name   Its name in English.
-- kind   state, district, territory or freely associated state.

select
    state,
    name,
    kind
from reference.states
order by state
