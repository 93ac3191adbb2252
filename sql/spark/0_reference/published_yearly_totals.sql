-- generated from sql/0_reference/published_yearly_totals.sql sha256:d22535d07af91ea09709d33aeb5df952c31c4fb4bef33bc12b3b092bd1a65894 by tools/dialect 1; do not edit
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
