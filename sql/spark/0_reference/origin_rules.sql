-- generated from sql/0_reference/origin_rules.sql sha256:76ecb903ba5db6ffc0e7fa4c17722609c5f27a17967b0b41fc772be0b8745ab2 by tools/dialect 1; do not edit
select
    cast(`rule` as string) as `rule`,
    cast(`rule_order` as bigint) as `rule_order`,
    cast(`looks_at` as string) as `looks_at`,
    cast(`pattern` as string) as `pattern`,
    cast(`unless` as string) as `unless`,
    cast(`cause` as string) as `cause`,
    cast(`origin` as string) as `origin`,
    cast(`hicp_threat` as string) as `hicp_threat`,
    cast(`note` as string) as `note`
from (
    SELECT
      CAST(NULL AS STRING) AS rule,
      CAST(NULL AS BIGINT) AS rule_order,
      CAST(NULL AS STRING) AS looks_at,
      CAST(NULL AS STRING) AS pattern,
      CAST(NULL AS STRING) AS unless,
      CAST(NULL AS STRING) AS cause,
      CAST(NULL AS STRING) AS origin,
      CAST(NULL AS STRING) AS hicp_threat,
      CAST(NULL AS STRING) AS note
    WHERE
      FALSE
)
