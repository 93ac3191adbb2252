-- generated from sql/5_figures/causes.sql sha256:8f49561d1cd69285d62767bec3f3f117c84019e2e93010719e756e777197d2d0 by tools/dialect 1; do not edit
select
    cast(`line` as bigint) as `line`,
    cast(`level` as string) as `level`,
    cast(`hhs_category` as string) as `hhs_category`,
    cast(`cause` as string) as `cause`,
    cast(`name` as string) as `name`,
    cast(`origin` as string) as `origin`,
    cast(`published_breaches` as bigint) as `published_breaches`,
    cast(`published_share` as double) as `published_share`,
    cast(`published_individuals` as bigint) as `published_individuals`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`share` as double) as `share`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`share_difference` as double) as `share_difference`
from (
    WITH described AS (
      SELECT
        CASE WHEN origin_basis = 'description' THEN cause END AS cause,
        individuals
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
        AND NOT description IS NULL
        AND submitted_on <= CAST('2017-12-31' AS DATE)
    ), counted AS (
      SELECT
        cause,
        count(*) AS breaches,
        sum(individuals) AS individuals
      FROM described
      GROUP BY ALL
    ), causes AS (
      SELECT
        'cause' AS level,
        hhs_category,
        min(cause_order) OVER (PARTITION BY hhs_category) AS category_order,
        cause_order,
        cause,
        name,
        origin,
        published_breaches,
        breaches,
        individuals
      FROM reference.causes
      LEFT JOIN counted
        USING (cause)
    ), printed AS (
      SELECT
        category AS hhs_category,
        CAST(rint(value) AS BIGINT) AS published_individuals
      FROM reference.published_figures
      WHERE
        study = 'jiang-bai-2019' AND breakdown = 'hhs_category' AND metric = 'individuals'
    ), lines AS (
      SELECT
        level,
        hhs_category,
        category_order,
        cause_order,
        cause,
        name,
        origin,
        published_breaches,
        breaches,
        individuals
      FROM causes
      UNION ALL
      SELECT
        'category' AS level,
        hhs_category,
        category_order,
        0 AS cause_order,
        NULL AS cause,
        hhs_category AS name,
        NULL AS origin,
        sum(published_breaches) AS published_breaches,
        sum(breaches) AS breaches,
        sum(individuals) AS individuals
      FROM causes
      GROUP BY ALL
      UNION ALL
      SELECT
        'undetermined' AS level,
        NULL AS hhs_category,
        NULL AS category_order,
        NULL AS cause_order,
        NULL AS cause,
        'Undetermined' AS name,
        NULL AS origin,
        NULL AS published_breaches,
        sum(breaches) AS breaches,
        sum(individuals) AS individuals
      FROM counted
      WHERE
        cause IS NULL
    ), shares AS (
      SELECT
        level,
        hhs_category,
        category_order,
        cause_order,
        cause,
        name,
        origin,
        published_breaches,
        breaches,
        individuals,
        (
          SELECT
            sum(published_breaches)
          FROM reference.causes
        ) AS all_published,
        (
          SELECT
            count(*)
          FROM described
        ) AS all_breaches
      FROM lines
    )
    SELECT
      CAST(row_number() OVER (ORDER BY category_order NULLS LAST, cause_order NULLS LAST) AS BIGINT) AS line,
      level,
      hhs_category,
      cause,
      name,
      origin,
      CAST(published_breaches AS BIGINT) AS published_breaches,
      duckdb_quotient(CAST(published_breaches AS DOUBLE), CAST(all_published AS DOUBLE)) AS published_share,
      CASE WHEN level = 'category' THEN published_individuals END AS published_individuals,
      CAST(coalesce(breaches, 0) AS BIGINT) AS breaches,
      duckdb_quotient(CAST(coalesce(breaches, 0) AS DOUBLE), CAST(all_breaches AS DOUBLE)) AS share,
      CAST(coalesce(individuals, 0) AS BIGINT) AS individuals,
      duckdb_quotient(CAST(coalesce(breaches, 0) AS DOUBLE), CAST(all_breaches AS DOUBLE)) - duckdb_quotient(CAST(published_breaches AS DOUBLE), CAST(all_published AS DOUBLE)) AS share_difference
    FROM shares
    LEFT JOIN printed
      USING (hhs_category)
    WHERE
      all_breaches > 0
)
