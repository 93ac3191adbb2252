-- generated from sql/7_files/breaches.sql sha256:e28f3b960d351e40acae53c145d6ed31e4432e51050bc23cd641a937fb11c08f by tools/dialect 1; do not edit
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
    cast(`cause` as string) as `cause`,
    cast(`origin` as string) as `origin`,
    cast(`origin_basis` as string) as `origin_basis`,
    cast(`origin_rule` as string) as `origin_rule`,
    cast(`origin_evidence` as string) as `origin_evidence`,
    cast(`origin_by_description` as string) as `origin_by_description`,
    cast(`origin_by_type` as string) as `origin_by_type`,
    cast(`hicp_threat` as string) as `hicp_threat`,
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
      year,
      breach_types,
      locations,
      has_business_associate,
      description,
      cause,
      origin,
      origin_basis,
      origin_rule,
      origin_evidence,
      origin_by_description,
      origin_by_type,
      hicp_threat,
      view,
      is_duplicate,
      source_file,
      source_line,
      entity_key,
      entity_breaches
    FROM files.listed
    JOIN (
      SELECT
        source_file,
        source_line,
        description_no,
        types
      FROM intermediate.reports
    )
      USING (source_file, source_line)
    JOIN intermediate.origins
      USING (description_no, types)
)
