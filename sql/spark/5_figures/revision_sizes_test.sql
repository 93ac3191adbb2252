-- generated from sql/5_figures/revision_sizes_test.sql sha256:5ac674a386f34b42040504e0c4f029330b638730ebdbdf1835a1c86d179e2e27 by tools/dialect 1; do not edit
SELECT
  CAST(sum(breaches) AS BIGINT) AS breaches,
  CAST(sum(replaced) AS BIGINT) AS replaced
FROM figures.revision_sizes
HAVING
  sum(breaches) <> (
    SELECT
      count(*)
    FROM marts.breach_versions
    SEMI JOIN marts.breaches
      USING (breach_id)
    CROSS JOIN (
      SELECT
        max(CASE WHEN is_as_of THEN as_of_on ELSE CAST('9999-12-31' AS DATE) END) AS until_on
      FROM marts.captures
    )
    WHERE
      version = 1 AND valid_from <= until_on
  )
  OR sum(replaced) > (
    SELECT
      count(DISTINCT breach_id)
    FROM marts.breach_versions
    WHERE
      version > 1 AND array_contains(changed_columns, 'individuals')
  )
;
SELECT
  first_count,
  seen_at,
  breaches,
  replaced,
  replaced_share,
  raised,
  factor_median
FROM figures.revision_sizes
WHERE
  abs(replaced_share * breaches - replaced) > 1e-06
  OR replaced > breaches
  OR raised > replaced
  OR (
    median_days IS NULL
  ) <> (
    replaced = 0
  )
  OR median_days < 0
  OR factor_lower_quartile > factor_median
  OR factor_median > factor_upper_quartile
  OR factor_upper_quartile > factor_largest
  OR (
    replaced = 0 AND NOT factor_largest IS NULL
  )
  OR (
    first_count = 'none' AND NOT factor_largest IS NULL
  )
  OR (
    first_count = 'none' AND NOT individuals_first IS NULL
  )
  OR (
    first_count = '500 or 501' AND individuals_first > 501 * replaced
  )
;
SELECT
  stated,
  counted
FROM (
  SELECT
    coalesce(sum(individuals_newest), 0) - coalesce(sum(individuals_first), 0) AS stated
  FROM figures.revision_sizes
)
CROSS JOIN (
  SELECT
    coalesce(sum(newest), 0) - coalesce(sum(first), 0) AS counted
  FROM (
    SELECT
      min_by(individuals, version) AS first,
      max_by(individuals, version) AS newest
    FROM marts.breach_versions
    SEMI JOIN marts.breaches
      USING (breach_id)
    CROSS JOIN (
      SELECT
        max(CASE WHEN is_as_of THEN as_of_on ELSE CAST('9999-12-31' AS DATE) END) AS until_on
      FROM marts.captures
    )
    WHERE
      valid_from <= until_on
    GROUP BY
      breach_id
  )
  WHERE
    first IS DISTINCT FROM newest
)
WHERE
  stated <> counted
