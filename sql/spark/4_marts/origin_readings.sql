-- generated from sql/4_marts/origin_readings.sql sha256:8f2b0f2c6aafbceb43b7fb0381bc514ff17f230dcb0094e3f40865daff843253 by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`reading_order` as int) as `reading_order`,
    cast(`reading` as string) as `reading`,
    cast(`origin` as string) as `origin`,
    cast(`year` as bigint) as `year`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`has_description` as boolean) as `has_description`
from (
    WITH listed AS (
      SELECT
        breach_id,
        year,
        submitted_on,
        individuals,
        NOT description IS NULL AS has_description,
        origin,
        origin_by_description,
        origin_by_type
      FROM marts.breaches
      WHERE
        vanished_on IS NULL
    ), readings AS (
      SELECT
        unnested_reading_order AS reading_order
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(array(1, 2, 3)) unnested AS unnested_reading_order
    )
    SELECT
      breach_id,
      reading_order,
      CASE reading_order
        WHEN 1
        THEN 'descriptions only'
        WHEN 2
        THEN 'portal types only'
        ELSE 'both'
      END AS reading,
      CASE reading_order
        WHEN 1
        THEN origin_by_description
        WHEN 2
        THEN origin_by_type
        ELSE origin
      END AS origin,
      year,
      submitted_on,
      individuals,
      has_description
    FROM listed
    CROSS JOIN readings
)
