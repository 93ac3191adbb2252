-- generated from sql/3_intermediate/typed_origins.sql sha256:c1cf43ea7897ac21071654b12e968f2372dc38fc448d8f376dd4f3b6197a5876 by tools/dialect 1; do not edit
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
