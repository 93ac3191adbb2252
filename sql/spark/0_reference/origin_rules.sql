-- generated from sql/0_reference/origin_rules.sql sha256:7cee1638b8d2821c2ea5b7ed79d348ecc4431516d5b18a2e3ed61cf10a3edd82 by tools/dialect 1-3677deabcf2c; do not edit
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
