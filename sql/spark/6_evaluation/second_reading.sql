-- generated from sql/6_evaluation/second_reading.sql sha256:3c7550f6245c40881a38d310f1617c988830dd189d262190b3f1c13330b10b49 by tools/dialect 1-3677deabcf2c; do not edit
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
