-- generated from sql/0_reference/state_populations.sql sha256:a9579d8ac0eb6f6a7fe88ab8b27e03c1a7e1467efa56d0ec8c92e91a680ba3bb by tools/dialect 1; do not edit
select
    cast(`state` as string) as `state`,
    cast(`population` as bigint) as `population`,
    cast(`source` as string) as `source`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS STRING) AS state,
      CAST(NULL AS BIGINT) AS population,
      CAST(NULL AS STRING) AS source,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
