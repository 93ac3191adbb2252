-- generated from sql/6_evaluation/labels.sql sha256:083c31534558c8455126beea52f5c9152a308a39a5589a3001d76b1bd7d5b798 by tools/dialect 1; do not edit
select
    cast(`source_line` as bigint) as `source_line`,
    cast(`name` as string) as `name`,
    cast(`origin` as string) as `origin`,
    cast(`cause` as string) as `cause`,
    cast(`confidence` as string) as `confidence`,
    cast(`case_key` as string) as `case_key`,
    cast(`submitted_on` as date) as `submitted_on`
from (
    SELECT
      CAST(NULL AS BIGINT) AS source_line,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS STRING) AS origin,
      CAST(NULL AS STRING) AS cause,
      CAST(NULL AS STRING) AS confidence,
      CAST(NULL AS STRING) AS case_key,
      CAST(NULL AS DATE) AS submitted_on
    WHERE
      FALSE
)
