-- generated from sql/0_reference/causes.sql sha256:b0226a838da6684ab6f08336b12d30d297fba842073620994f0ec2070e7ad398 by tools/dialect 1; do not edit
select
    cast(`cause` as string) as `cause`,
    cast(`cause_order` as bigint) as `cause_order`,
    cast(`code` as string) as `code`,
    cast(`hhs_category` as string) as `hhs_category`,
    cast(`name` as string) as `name`,
    cast(`origin` as string) as `origin`,
    cast(`published_breaches` as bigint) as `published_breaches`,
    cast(`published_share` as double) as `published_share`,
    cast(`source_url` as string) as `source_url`
from (
    SELECT
      CAST(NULL AS STRING) AS cause,
      CAST(NULL AS BIGINT) AS cause_order,
      CAST(NULL AS STRING) AS code,
      CAST(NULL AS STRING) AS hhs_category,
      CAST(NULL AS STRING) AS name,
      CAST(NULL AS STRING) AS origin,
      CAST(NULL AS BIGINT) AS published_breaches,
      CAST(NULL AS DOUBLE) AS published_share,
      CAST(NULL AS STRING) AS source_url
    WHERE
      FALSE
)
