-- generated from sql/0_reference/states.sql sha256:a361d2e5950775e693e783f2d8d45bd70a90897ae1578fc96213a33f0b792685 by tools/dialect 1; do not edit
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
