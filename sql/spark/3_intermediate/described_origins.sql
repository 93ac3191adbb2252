-- generated from sql/3_intermediate/described_origins.sql sha256:18518b3b58195c1a7601c87c3172b0ce5f1f4fce8294217fa94b326da97810ca by tools/dialect 1-3677deabcf2c; do not edit
select
    cast(`description_no` as bigint) as `description_no`,
    cast(`rule` as string) as `rule`,
    cast(`evidence` as string) as `evidence`
from (
    WITH narratives AS (
      SELECT
        description_no,
        duckdb_lower(narrative) AS narrative
      FROM intermediate.narratives
    ), decided AS (
      SELECT
        description_no,
        narrative,
        reference__winning_rule(narrative) AS rule
      FROM narratives
    )
    SELECT
      description_no,
      rule,
      reference__rule_words(rule, narrative) AS evidence
    FROM decided
)
