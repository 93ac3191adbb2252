-- generated from sql/0_reference/origin_labels.sql sha256:77ac15834e65002d557d4183c0786848c44f53f22dcc2ab17959b68f0f4c8b30 by tools/dialect 1-3677deabcf2c; do not edit
select
    cast(`label_no` as bigint) as `label_no`,
    cast(`name` as string) as `name`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`cause` as string) as `cause`,
    cast(`origin` as string) as `origin`,
    cast(`confidence` as string) as `confidence`,
    cast(`cause_confidence` as string) as `cause_confidence`,
    cast(`reason` as string) as `reason`
from (
    SELECT
      CAST(NULL AS BIGINT) AS label_no,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS DATE) AS submitted_on,
      CAST(NULL AS BIGINT) AS individuals,
      CAST(NULL AS STRING) AS cause,
      CAST(NULL AS STRING) AS origin,
      CAST(NULL AS STRING) AS confidence,
      CAST(NULL AS STRING) AS cause_confidence,
      CAST(NULL AS STRING) AS reason
    WHERE
      FALSE
)
