-- generated from sql/6_evaluation/second_reading.sql sha256:a0acbfa6e7fbccf4f964322ae9998b87689fa88aae64cad97ed6525cb9ef0d0e by tools/dialect 1; do not edit
select
    cast(`case_key` as string) as `case_key`,
    cast(`origin` as string) as `origin`,
    cast(`cause` as string) as `cause`
from (
    SELECT
      CAST(NULL AS STRING) AS case_key,
      CAST(NULL AS STRING) AS origin,
      CAST(NULL AS STRING) AS cause
    WHERE
      FALSE
)
