-- generated from sql/4_marts/label_sample.sql sha256:39efc02b1463faef39f90b61670428ac2fc5e3ea6ae20e668f00979782b23b16 by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`name` as string) as `name`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`hhs_type` as string) as `hhs_type`,
    cast(`hhs_location` as string) as `hhs_location`,
    cast(`hhs_ba` as string) as `hhs_ba`,
    cast(`stratum` as string) as `stratum`,
    cast(`weight` as double) as `weight`,
    cast(`web_description` as string) as `web_description`
from (
    WITH described AS (
      SELECT
        breach_id,
        entity_name,
        submitted_on,
        individuals,
        breach_types,
        locations,
        has_business_associate,
        description,
        CASE WHEN year < 2018 THEN 'before 2018' ELSE 'since 2018' END || ', ' || coalesce(get(breach_types, 0), 'no type') AS stratum
      FROM marts.breaches
      WHERE
        NOT description IS NULL AND vanished_on IS NULL AND NOT is_duplicate
    ), placed AS (
      SELECT
        breach_id,
        entity_name,
        submitted_on,
        individuals,
        breach_types,
        locations,
        has_business_associate,
        description,
        stratum,
        CAST(row_number() OVER (
          ORDER BY stratum NULLS LAST, md5(breach_id || ' ' || :seed) NULLS LAST, breach_id NULLS LAST
        ) AS BIGINT) AS place,
        count(*) OVER () AS all_described,
        count(*) OVER (PARTITION BY stratum) AS in_stratum
      FROM described
    ), taken AS (
      SELECT
        breach_id,
        entity_name,
        submitted_on,
        individuals,
        breach_types,
        locations,
        has_business_associate,
        description,
        stratum,
        place,
        all_described,
        in_stratum
      FROM placed
      WHERE
        CAST(floor(
          duckdb_quotient(CAST(place * :sample_size AS DOUBLE), CAST(all_described AS DOUBLE))
        ) AS DOUBLE) > CAST(floor(
          duckdb_quotient(CAST((
            place - 1
          ) * :sample_size AS DOUBLE), CAST(all_described AS DOUBLE))
        ) AS DOUBLE)
        OR :sample_size >= all_described
    )
    SELECT
      breach_id,
      entity_name AS name,
      submitted_on,
      individuals,
      array_join(breach_types, ', ') AS hhs_type,
      array_join(locations, ', ') AS hhs_location,
      CASE
        WHEN has_business_associate
        THEN 'Yes'
        WHEN NOT has_business_associate
        THEN 'No'
      END AS hhs_ba,
      stratum,
      duckdb_round(
        CAST(duckdb_quotient(CAST(in_stratum AS DOUBLE), CAST(count(*) OVER (PARTITION BY stratum) AS DOUBLE)) AS DOUBLE),
        4
      ) AS weight,
      description AS web_description
    FROM taken
)
