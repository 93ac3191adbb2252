-- generated from sql/3_intermediate/typed_origins.sql sha256:c1e5ace6c6762d44647edd652df2d4d44b3dfb3fe98605d31375184660cc5a2d by tools/dialect 1-3677deabcf2c; do not edit
select
    cast(`types` as string) as `types`,
    cast(`rule` as string) as `rule`,
    cast(`evidence` as string) as `evidence`,
    cast(`naive_origin` as string) as `naive_origin`
from (
    WITH combinations AS (
      SELECT DISTINCT
        types
      FROM intermediate.reports
    ), decided AS (
      SELECT
        types,
        reference__winning_type_rule(duckdb_lower(types)) AS rule,
        reference__naive_type_rule(duckdb_lower(types)) AS naive_rule
      FROM combinations
    )
    SELECT
      types,
      decided.rule,
      reference__rule_words(decided.rule, types) AS evidence,
      naive.origin AS naive_origin
    FROM decided
    LEFT JOIN reference.origin_rules AS naive
      ON naive.rule = naive_rule
)
