-- generated from sql/4_marts/breach_kinds.sql sha256:b962a42fb9bbdd4f6eb25a04897057254bd190afc4293183af2b39ff5c8fb990 by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`provider_kind` as string) as `provider_kind`,
    cast(`is_described` as boolean) as `is_described`,
    cast(`data_kinds` as array<string>) as `data_kinds`,
    cast(`is_ransomware` as boolean) as `is_ransomware`,
    cast(`outcome` as string) as `outcome`,
    cast(`outcome_dollars` as bigint) as `outcome_dollars`
from (
    WITH texts AS (
      SELECT
        breach_id,
        reference__provider_kind(duckdb_lower(entity_name)) AS provider_kind,
        duckdb_lower(
          CASE
            WHEN contains(description, '\n')
            THEN replace(replace(description, '\r', ' '), '\n', ' ')
            ELSE description
          END
        ) AS words
      FROM marts.breaches
    ), described AS (
      SELECT
        breach_id,
        provider_kind,
        words,
        reference__described_part(words) AS described,
        reference__outcome(words) AS outcome
      FROM texts
    ), agreed AS (
      SELECT
        breach_id,
        provider_kind,
        words,
        described,
        outcome,
        CASE
          WHEN outcome IN ('penalty', 'resolution-agreement')
          THEN regexp_extract(words, '\\$ ?[0-9][0-9,]*([.][0-9]+)?( million)?', 0)
        END AS dollars
      FROM described
    )
    SELECT
      breach_id,
      provider_kind,
      NOT words IS NULL AS is_described,
      split(reference__data_kinds(described), concat('\\Q', ' ', '\\E')) AS data_kinds,
      CASE WHEN NOT words IS NULL THEN NOT reference__ransomware(described) IS NULL END AS is_ransomware,
      outcome,
      CAST(rint(
        duckdb_round(
          CAST(TRY_CAST(regexp_replace(dollars, '[$, a-z]', '') AS DOUBLE) * CASE WHEN contains(dollars, 'million') THEN 1000000 ELSE 1 END AS DOUBLE),
          0
        )
      ) AS BIGINT) AS outcome_dollars
    FROM agreed
)
