-- generated from sql/4_marts/fired_rules.sql sha256:845eaa204eba871aad34352d85feed110a92e8ed9495a59205f894b8fc34e6ec by tools/dialect 1; do not edit
select
    cast(`rule_order` as bigint) as `rule_order`,
    cast(`rule` as string) as `rule`,
    cast(`looks_at` as string) as `looks_at`,
    cast(`cause` as string) as `cause`,
    cast(`origin` as string) as `origin`,
    cast(`hicp_threat` as string) as `hicp_threat`,
    cast(`evidence` as string) as `evidence`,
    cast(`stopped_by` as string) as `stopped_by`,
    cast(`outcome` as string) as `outcome`
from (
    WITH shown AS (
      SELECT
        description_no,
        types,
        breaches.origin_rule AS winner,
        breaches.origin_basis AS basis
      FROM marts.breaches
      JOIN intermediate.reports
        USING (source_file, source_line)
      WHERE
        breach_id = :breach_asked
    ), texts AS (
      SELECT
        winner,
        basis,
        types,
        duckdb_lower(narrative) AS narrative
      FROM shown
      LEFT JOIN intermediate.narratives
        USING (description_no)
    ), tried AS (
      SELECT
        rule_order,
        rule,
        looks_at,
        cause,
        origin,
        hicp_threat,
        winner,
        basis,
        CASE looks_at WHEN 'description' THEN narrative ELSE types END AS words
      FROM texts
      CROSS JOIN reference.origin_rules
      WHERE
        looks_at <> 'word'
    ), found AS (
      SELECT
        rule_order,
        rule,
        looks_at,
        cause,
        origin,
        hicp_threat,
        winner,
        basis,
        words,
        reference__rule_words(rule, words) AS evidence,
        reference__stopping_words(rule, words) AS stopped_by
      FROM tried
    )
    SELECT
      rule_order,
      rule,
      looks_at,
      cause,
      origin,
      hicp_threat,
      evidence,
      stopped_by,
      CASE
        WHEN looks_at = 'naive-type'
        THEN 'compared only'
        WHEN rule = winner
        THEN 'won'
        WHEN NOT stopped_by IS NULL
        THEN 'stopped'
        WHEN looks_at = 'type' AND basis = 'description'
        THEN 'not asked'
        ELSE 'later'
      END AS outcome
    FROM found
    WHERE
      NOT evidence IS NULL
)
