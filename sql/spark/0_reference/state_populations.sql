-- generated from sql/0_reference/state_populations.sql sha256:5446f579fe0e5afb298c034430f6bb79b3e34ce6a2f05b8eb6bce707c17f506f by tools/dialect 1; do not edit
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
