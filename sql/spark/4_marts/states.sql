-- generated from sql/4_marts/states.sql sha256:6b16e4306929558913938c1774c7ebc4c1c8866ba2eb22dfced06c7020440da6 by tools/dialect 1; do not edit
select
    cast(`state` as string) as `state`,
    cast(`name` as string) as `name`,
    cast(`kind` as string) as `kind`
from (
    SELECT
      state,
      name,
      kind
    FROM reference.states
)
