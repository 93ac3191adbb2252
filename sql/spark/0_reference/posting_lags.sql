-- generated from sql/0_reference/posting_lags.sql sha256:280147bbed9e300d60375cb4b70d361b6344315c7d8b1ab828e6b503448d3c14 by tools/dialect 1; do not edit
select
    cast(`evidence` as string) as `evidence`,
    cast(`kind` as string) as `kind`,
    cast(`applies_from` as date) as `applies_from`,
    cast(`applies_to` as date) as `applies_to`,
    cast(`measured_on` as date) as `measured_on`,
    cast(`lag_days` as bigint) as `lag_days`,
    cast(`newest_submitted_on` as date) as `newest_submitted_on`,
    cast(`printed` as string) as `printed`,
    cast(`source_url` as string) as `source_url`,
    cast(`note` as string) as `note`
from (
    SELECT
      CAST(NULL AS STRING) AS evidence,
      CAST(NULL AS STRING) AS kind,
      CAST(NULL AS DATE) AS applies_from,
      CAST(NULL AS DATE) AS applies_to,
      CAST(NULL AS DATE) AS measured_on,
      CAST(NULL AS BIGINT) AS lag_days,
      CAST(NULL AS DATE) AS newest_submitted_on,
      CAST(NULL AS STRING) AS printed,
      CAST(NULL AS STRING) AS source_url,
      CAST(NULL AS STRING) AS note
    WHERE
      FALSE
)
