-- generated from sql/3_intermediate/typed_origins.sql sha256:84fa5f53162690b33346085673a0e4155ef7f26ac44e282ffffed42ecddc43ad by tools/dialect 1; do not edit
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
        reference__winning_type_words(types) AS winning,
        reference__naive_type_rule(duckdb_lower(types)) AS naive_rule
      FROM combinations
    )
    SELECT
      types,
      split_part(winning, '\n', 1) AS rule,
      split_part(winning, '\n', 2) AS evidence,
      naive.origin AS naive_origin
    FROM decided
    LEFT JOIN reference.origin_rules AS naive
      ON naive.rule = naive_rule
)
