-- generated from sql/3_intermediate/reports.sql sha256:afaf8d250a09fb1be84a50d83a05853b9d07f32a12ea359caef287b41264c625 by tools/dialect 1; do not edit
select
    cast(`report_no` as bigint) as `report_no`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`report_key` as string) as `report_key`,
    cast(`name_key` as string) as `name_key`,
    cast(`description_no` as bigint) as `description_no`,
    cast(`types` as string) as `types`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_business_associate` as boolean) as `has_business_associate`
from (
    WITH hashed AS (
      SELECT
        report_no,
        md5(description) AS hash
      FROM staging.descriptions
      WHERE
        NOT description IS NULL
    ), firsts AS (
      SELECT
        hash,
        min(report_no) AS description_no
      FROM hashed
      GROUP BY ALL
    ), described AS (
      SELECT
        report_no,
        description_no
      FROM hashed
      JOIN firsts
        USING (hash)
    )
    SELECT
      report_no,
      source_file,
      source_line,
      md5(
        concat_ws(
          '\037',
          coalesce(entity_name, ''),
          coalesce(state, ''),
          coalesce(entity_type, ''),
          coalesce(CAST(individuals AS STRING), ''),
          coalesce(CAST(submitted_on AS STRING), ''),
          coalesce(array_join(breach_types, ','), ''),
          coalesce(array_join(locations, ','), ''),
          coalesce(CAST(has_business_associate AS STRING), '')
        )
      ) AS report_key,
      regexp_replace(duckdb_lower(strip_accents(entity_name)), '[^a-z0-9]+', '') AS name_key,
      coalesce(description_no, 0) AS description_no,
      concat_ws(
        '',
        'types: ',
        array_join(breach_types, ', '),
        '; locations: ',
        array_join(locations, ', '),
        '; business associate: ',
        CASE has_business_associate WHEN TRUE THEN 'Yes' WHEN FALSE THEN 'No' END,
        ';'
      ) AS types,
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      breach_types,
      locations,
      has_business_associate
    FROM staging.breach_reports
    LEFT JOIN described
      USING (report_no)
)
