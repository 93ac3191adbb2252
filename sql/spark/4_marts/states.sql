-- generated from sql/4_marts/states.sql sha256:74008aa7703e8c2e67b177a7c8fe2c84b541316d8b959e37347151613a8bec1a by tools/dialect 1; do not edit
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
