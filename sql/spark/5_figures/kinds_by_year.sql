-- generated from sql/5_figures/kinds_by_year.sql sha256:106122b09c76276f06742b1ed11d4cbed2698fd541908d32791d5f696d457684 by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`attribute` as string) as `attribute`,
    cast(`value` as string) as `value`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`base` as bigint) as `base`,
    cast(`share` as double) as `share`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH listed AS (
      SELECT
        year,
        individuals,
        is_described,
        is_described AND array_contains(breach_types, 'Hacking/IT Incident') AS is_described_hacking,
        data_kinds,
        is_ransomware,
        coalesce(provider_kind, 'other') AS provider_kind
      FROM marts.breaches
      JOIN marts.breach_kinds
        USING (breach_id)
      WHERE
        vanished_on IS NULL
    ), kinds AS (
      SELECT
        attribute,
        value
      FROM reference.kind_rules
      WHERE
        attribute IN ('data_kind', 'ransomware', 'provider_kind')
      UNION ALL
      SELECT
        'provider_kind' AS attribute,
        'other' AS value
    ), found AS (
      SELECT
        year,
        'data_kind' AS attribute,
        unnested_value AS value,
        individuals
      FROM listed
      LATERAL VIEW
      explode(data_kinds) unnested AS unnested_value
      UNION ALL
      SELECT
        year,
        'ransomware' AS attribute,
        'ransomware' AS value,
        individuals
      FROM listed
      WHERE
        is_ransomware AND is_described_hacking
      UNION ALL
      SELECT
        year,
        'provider_kind' AS attribute,
        provider_kind AS value,
        individuals
      FROM listed
    ), counted AS (
      SELECT
        year,
        attribute,
        value,
        count(*) AS breaches,
        sum(individuals) AS individuals
      FROM found
      GROUP BY ALL
    ), bases AS (
      SELECT
        year,
        count(*) AS listed,
        count(CASE WHEN is_described THEN 1 END) AS described,
        count(CASE WHEN is_described_hacking THEN 1 END) AS described_hacking
      FROM listed
      GROUP BY ALL
    ), filled AS (
      SELECT
        marts.years.year,
        kinds.attribute,
        kinds.value,
        coalesce(breaches, 0) AS breaches,
        CAST(coalesce(individuals, 0) AS BIGINT) AS individuals,
        coalesce(
          CASE kinds.attribute
            WHEN 'data_kind'
            THEN described
            WHEN 'ransomware'
            THEN described_hacking
            ELSE listed
          END,
          0
        ) AS base,
        is_partial_year
      FROM marts.years
      CROSS JOIN kinds
      LEFT JOIN bases
        ON bases.year = marts.years.year
      LEFT JOIN counted
        ON counted.year = marts.years.year
        AND counted.attribute = kinds.attribute
        AND counted.value = kinds.value
    )
    SELECT
      year,
      attribute,
      value,
      breaches,
      individuals,
      base,
      breaches / nullif(base, 0) AS share,
      is_partial_year
    FROM filled
)
