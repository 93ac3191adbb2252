-- generated from sql/7_files/listed.sql sha256:a92c238c748c60858f02d814637193a494ece7eaa10d2237e55a3ec1f305a3cb by tools/dialect 1; do not edit
select
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`year` as bigint) as `year`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_business_associate` as boolean) as `has_business_associate`,
    cast(`description` as string) as `description`,
    cast(`view` as string) as `view`,
    cast(`is_duplicate` as boolean) as `is_duplicate`,
    cast(`source_file` as string) as `source_file`,
    cast(`source_line` as bigint) as `source_line`,
    cast(`entity_key` as string) as `entity_key`,
    cast(`entity_breaches` as bigint) as `entity_breaches`
from (
    SELECT
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      year(submitted_on) AS year,
      breach_types,
      locations,
      has_business_associate,
      description,
      coalesce(places.view, breach_reports.view) AS view,
      coalesce(is_duplicate, FALSE) AS is_duplicate,
      source_file,
      source_line,
      entity_key,
      CASE WHEN NOT entity_key IS NULL THEN count(*) OVER (PARTITION BY entity_key) END AS entity_breaches
    FROM staging.breach_reports
    LEFT JOIN staging.descriptions
      USING (report_no)
    LEFT JOIN files.places
      USING (source_file, source_line)
    LEFT JOIN intermediate.entity_keys
      USING (entity_name)
    WHERE
      coalesce(is_shown, TRUE)
)
