-- generated from sql/3_intermediate/described_origins.sql sha256:178e1cf86f887402d3f897728606adf004c1f493a18e804c7234265165d1557d by tools/dialect 1; do not edit
select
    cast(`description_no` as bigint) as `description_no`,
    cast(`rule` as string) as `rule`,
    cast(`evidence` as string) as `evidence`
from (
    WITH decided AS (
      SELECT
        description_no,
        reference__winning_words(duckdb_lower(narrative)) AS winning
      FROM intermediate.narratives
    )
    SELECT
      description_no,
      split_part(winning, '\n', 1) AS rule,
      split_part(winning, '\n', 2) AS evidence
    FROM decided
)
