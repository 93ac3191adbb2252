-- generated from sql/0_reference/hicp_threats.sql sha256:4be43a7061754df528f04bcb87bbb6881db4a64b811fe7025a2de0a2552a97c1 by tools/dialect 1; do not edit
select
    cast(`hicp_threat` as string) as `hicp_threat`,
    cast(`threat_id` as string) as `threat_id`,
    cast(`name` as string) as `name`,
    cast(`name_2023` as string) as `name_2023`
from (
    SELECT
      CAST(NULL AS STRING) AS hicp_threat,
      CAST(NULL AS STRING) AS threat_id,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS STRING) AS name_2023
    WHERE
      FALSE
)
