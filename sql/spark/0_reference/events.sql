-- generated from sql/0_reference/events.sql sha256:ef25b26caf32ffd81be4cb8bf77c7f1364cdd500007366945e55fdc640122a03 by tools/dialect 1; do not edit
select
    cast(`event` as string) as `event`,
    cast(`happened_on` as date) as `happened_on`,
    cast(`short` as string) as `short`,
    cast(`charts` as string) as `charts`,
    cast(`entity` as string) as `entity`,
    cast(`what` as string) as `what`,
    cast(`source` as string) as `source`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS STRING) AS event,
      CAST(NULL AS DATE) AS happened_on,
      CAST(NULL AS STRING) AS short,
      CAST(NULL AS STRING) AS charts,
      CAST(NULL AS STRING) AS entity,
      CAST(NULL AS STRING) AS what,
      CAST(NULL AS STRING) AS source,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
