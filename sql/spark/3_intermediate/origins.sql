-- generated from sql/3_intermediate/origins.sql sha256:18a90aae62d81650c40e8016e01d7921f6c77ac668ce68c64822a667d7b76bdc by tools/dialect 1; do not edit
select
    cast(`description_no` as bigint) as `description_no`,
    cast(`types` as string) as `types`,
    cast(`cause` as string) as `cause`,
    cast(`origin` as string) as `origin`,
    cast(`origin_basis` as string) as `origin_basis`,
    cast(`origin_rule` as string) as `origin_rule`,
    cast(`origin_evidence` as string) as `origin_evidence`,
    cast(`origin_by_description` as string) as `origin_by_description`,
    cast(`origin_by_type` as string) as `origin_by_type`,
    cast(`hicp_threat` as string) as `hicp_threat`
from (
    WITH reports AS (
      SELECT DISTINCT
        description_no,
        types
      FROM intermediate.reports
    ), decided AS (
      SELECT
        description_no,
        types,
        naive_origin,
        described_origins.rule AS description_rule,
        coalesce(described_origins.rule, typed_origins.rule) AS rule,
        CASE
          WHEN NOT described_origins.rule IS NULL
          THEN described_origins.evidence
          ELSE typed_origins.evidence
        END AS evidence
      FROM reports
      JOIN intermediate.typed_origins
        USING (types)
      LEFT JOIN intermediate.described_origins
        USING (description_no)
    )
    SELECT
      description_no,
      types,
      cause,
      origin,
      CASE
        WHEN NOT description_rule IS NULL
        THEN 'description'
        WHEN NOT rule IS NULL
        THEN 'type'
      END AS origin_basis,
      rule AS origin_rule,
      evidence AS origin_evidence,
      CASE WHEN NOT description_rule IS NULL THEN origin END AS origin_by_description,
      naive_origin AS origin_by_type,
      hicp_threat
    FROM decided
    LEFT JOIN reference.origin_rules
      USING (rule)
)
