-- generated from sql/4_marts/states.sql sha256:9aab13438fcbccdcacabd7ec751ecd7bbd80fa461b236de362df59a1f492346c by tools/dialect 1-3677deabcf2c; do not edit
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
