-- generated from sql/4_marts/kind_scores.sql sha256:d8fc2295e65a84aa65e2854df93fb1549c34701f71afa871ad2821974f24f5e4 by tools/dialect 1; do not edit
select
    cast(`attribute` as string) as `attribute`,
    cast(`value` as string) as `value`,
    cast(`labels` as bigint) as `labels`,
    cast(`recalled` as bigint) as `recalled`,
    cast(`recall` as double) as `recall`,
    cast(`recall_low` as double) as `recall_low`,
    cast(`recall_high` as double) as `recall_high`,
    cast(`found` as bigint) as `found`,
    cast(`correct` as bigint) as `correct`,
    cast(`precision` as double) as `precision`,
    cast(`precision_low` as double) as `precision_low`,
    cast(`precision_high` as double) as `precision_high`
from (
    WITH candidates AS (
      SELECT
        label_no,
        breach_id,
        CAST(row_number() OVER (
          PARTITION BY label_no
          ORDER BY CASE WHEN marts.breaches.individuals = labels.individuals THEN 0 ELSE 1 END NULLS LAST, breach_id NULLS LAST
        ) AS BIGINT) AS place
      FROM reference.kind_labels AS labels
      JOIN marts.breaches
        ON marts.breaches.submitted_on = labels.submitted_on
        AND regexp_replace(duckdb_lower(entity_name), '[^a-z0-9]', '') = regexp_replace(duckdb_lower(labels.name), '[^a-z0-9]', '')
      WHERE
        half = :half_asked OR :half_asked = 'all'
    ), pairs AS (
      SELECT
        label_no,
        drawn,
        labels.data_kinds AS label_data_kinds,
        labels.outcome AS label_outcome,
        labels.outcome_dollars AS label_outcome_dollars,
        labels.provider_kind AS label_provider_kind,
        labels.is_ransomware AS label_is_ransomware,
        breach_kinds.breach_id,
        breach_kinds.provider_kind,
        breach_kinds.is_described,
        breach_kinds.data_kinds,
        breach_kinds.is_ransomware,
        breach_kinds.outcome,
        breach_kinds.outcome_dollars
      FROM candidates
      JOIN reference.kind_labels AS labels
        USING (label_no)
      JOIN marts.breach_kinds AS breach_kinds
        USING (breach_id)
      WHERE
        place = 1
    ), attributes AS (
      SELECT
        attribute,
        value
      FROM reference.kind_rules
      WHERE
        attribute <> 'described'
    ), judged AS (
      SELECT
        attribute,
        value,
        drawn,
        CASE attribute
          WHEN 'data_kind'
          THEN array_contains(split(label_data_kinds, concat('\\Q', ' ', '\\E')), value)
          WHEN 'outcome'
          THEN label_outcome = value
          WHEN 'provider_kind'
          THEN label_provider_kind = value
          WHEN 'ransomware'
          THEN label_is_ransomware
        END AS is_labelled,
        CASE attribute
          WHEN 'data_kind'
          THEN array_contains(data_kinds, value)
          WHEN 'outcome'
          THEN outcome = value
          WHEN 'provider_kind'
          THEN provider_kind = value
          WHEN 'ransomware'
          THEN is_ransomware
        END AS is_found,
        TRUE AS is_same
      FROM attributes
      CROSS JOIN pairs
      WHERE
        (
          is_described OR attribute = 'provider_kind'
        )
        AND (
          drawn = 'at random'
          OR drawn = 'by rule: ' || value
          OR (
            drawn = 'by words of money' AND value IN ('penalty', 'resolution-agreement')
          )
        )
      UNION ALL
      SELECT
        'outcome_dollars' AS attribute,
        'any' AS value,
        drawn,
        NOT label_outcome_dollars IS NULL AS is_labelled,
        NOT outcome_dollars IS NULL AS is_found,
        label_outcome_dollars IS NOT DISTINCT FROM outcome_dollars AS is_same
      FROM pairs
      WHERE
        is_described AND NOT startswith(drawn, 'by rule')
    ), counted AS (
      SELECT
        attribute,
        value,
        count(CASE WHEN is_labelled AND NOT startswith(drawn, 'by rule') THEN 1 END) AS labels,
        count(
          CASE
            WHEN is_labelled AND is_found AND is_same AND NOT startswith(drawn, 'by rule')
            THEN 1
          END
        ) AS recalled,
        count(CASE WHEN is_found THEN 1 END) AS found,
        count(CASE WHEN is_labelled AND is_found AND is_same THEN 1 END) AS correct
      FROM judged
      GROUP BY ALL
    ), shares AS (
      SELECT
        attribute,
        value,
        labels,
        recalled,
        found,
        correct,
        recalled / nullif(labels, 0) AS r,
        1.959963984540054e0 * 1.959963984540054e0 / nullif(labels, 0) AS rz,
        correct / nullif(found, 0) AS p,
        1.959963984540054e0 * 1.959963984540054e0 / nullif(found, 0) AS pz
      FROM counted
    )
    SELECT
      attribute,
      value,
      labels,
      recalled,
      r AS recall,
      CASE
        WHEN NOT r IS NULL
        THEN greatest(
          0,
          duckdb_quotient(
            CAST((
              r + rz / 2 - sqrt(rz * (
                r * (
                  1 - r
                ) + rz / 4
              ))
            ) AS DOUBLE),
            CAST((
              1 + rz
            ) AS DOUBLE)
          )
        )
      END AS recall_low,
      CASE
        WHEN NOT r IS NULL
        THEN least(
          1,
          duckdb_quotient(
            CAST((
              r + rz / 2 + sqrt(rz * (
                r * (
                  1 - r
                ) + rz / 4
              ))
            ) AS DOUBLE),
            CAST((
              1 + rz
            ) AS DOUBLE)
          )
        )
      END AS recall_high,
      found,
      correct,
      p AS precision,
      CASE
        WHEN NOT p IS NULL
        THEN greatest(
          0,
          duckdb_quotient(
            CAST((
              p + pz / 2 - sqrt(pz * (
                p * (
                  1 - p
                ) + pz / 4
              ))
            ) AS DOUBLE),
            CAST((
              1 + pz
            ) AS DOUBLE)
          )
        )
      END AS precision_low,
      CASE
        WHEN NOT p IS NULL
        THEN least(
          1,
          duckdb_quotient(
            CAST((
              p + pz / 2 + sqrt(pz * (
                p * (
                  1 - p
                ) + pz / 4
              ))
            ) AS DOUBLE),
            CAST((
              1 + pz
            ) AS DOUBLE)
          )
        )
      END AS precision_high
    FROM shares
)
