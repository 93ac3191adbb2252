-- generated from sql/0_reference/kind_rules.sql sha256:37f7fd7c6ab90226cacac7c5fe3f9471d88a35ae055449263d39bf23ac3d2895 by tools/dialect 1; do not edit
select
    cast(`rule` as string) as `rule`,
    cast(`rule_order` as bigint) as `rule_order`,
    cast(`attribute` as string) as `attribute`,
    cast(`value` as string) as `value`,
    cast(`looks_at` as string) as `looks_at`,
    cast(`words` as string) as `words`,
    cast(`pattern` as string) as `pattern`,
    cast(`unless` as string) as `unless`,
    cast(`note` as string) as `note`
from (
    SELECT
      CAST(NULL AS STRING) AS rule,
      CAST(NULL AS BIGINT) AS rule_order,
      CAST(NULL AS STRING) AS attribute,
      CAST(NULL AS STRING) AS value,
      CAST(NULL AS STRING) AS looks_at,
      CAST(NULL AS STRING) AS words,
      CAST(NULL AS STRING) AS pattern,
      CAST(NULL AS STRING) AS unless,
      CAST(NULL AS STRING) AS note
    WHERE
      FALSE
)
