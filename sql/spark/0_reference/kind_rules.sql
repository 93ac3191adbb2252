-- generated from sql/0_reference/kind_rules.sql sha256:5a0773911ee9aae7437d8b2065e444b182816735287102921c5a46a09fde8634 by tools/dialect 1; do not edit
select
    cast(`rule` as string) as `rule`,
    cast(`rule_order` as bigint) as `rule_order`,
    cast(`attribute` as string) as `attribute`,
    cast(`value` as string) as `value`,
    cast(`looks_at` as string) as `looks_at`,
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
      CAST(NULL AS STRING) AS pattern,
      CAST(NULL AS STRING) AS unless,
      CAST(NULL AS STRING) AS note
    WHERE
      FALSE
)
