-- generated from sql/6_evaluation/second_reading.sql sha256:ed72100b05d92c6ed8f72e9df9ee6758ab78e97a41ef75384a527d4b9e9e0f20 by tools/dialect 1; do not edit
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
