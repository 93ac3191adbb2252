-- generated from sql/0_reference/states.sql sha256:8f21712c493d2adb99ffa40441acea60bc6105b8ea3791133c6f51c4cfb6923e by tools/dialect 1; do not edit
select
    cast(`state` as string) as `state`,
    cast(`name` as string) as `name`,
    cast(`kind` as string) as `kind`
from (
    SELECT
      CAST(NULL AS STRING) AS state,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS STRING) AS kind
    WHERE
      FALSE
)
