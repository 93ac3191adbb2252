-- generated from sql/0_reference/published_yearly_totals.sql sha256:7b5b501c8de7eebd5466854873edf71d9a9ade165a3e4ed882adb09511e8e503 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`source` as string) as `source`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS BIGINT) AS year,
      CAST(NULL AS BIGINT) AS breaches,
      CAST(NULL AS BIGINT) AS individuals,
      CAST(NULL AS STRING) AS source,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
