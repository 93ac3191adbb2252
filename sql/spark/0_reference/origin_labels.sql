-- generated from sql/0_reference/origin_labels.sql sha256:30a03a8360ef91cd68f96cf6cb228be0a7151f677f74334d8bc26b2dda38303c by tools/dialect 1; do not edit
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
