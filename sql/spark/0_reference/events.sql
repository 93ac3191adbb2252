-- generated from sql/0_reference/events.sql sha256:6ba8ac7a6390dbfecf6574b8a4587a7656f52b16bf1c0026440f56d0ccf8a942 by tools/dialect 1; do not edit
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
