-- generated from sql/3_intermediate/described_origins.sql sha256:022a14d4327e01dbb4eb8e8bae9fc95aad7be803282bbc2668c375f38a60ba89 by tools/dialect 1; do not edit
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
