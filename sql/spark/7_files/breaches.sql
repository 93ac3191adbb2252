-- generated from sql/7_files/breaches.sql sha256:7162a50a64298f387f0da0ed7834d0d1ac975b6c6fcd776eb4e707c4ce5f66b2 by tools/dialect 1; do not edit
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
      listed.entity_name,
      listed.state,
      listed.entity_type,
      listed.individuals,
      listed.submitted_on,
      listed.year,
      listed.breach_types,
      listed.locations,
      listed.has_business_associate,
      listed.description,
      origins.cause,
      origins.origin,
      origins.origin_basis,
      origins.origin_rule,
      origins.origin_evidence,
      origins.origin_by_description,
      origins.origin_by_type,
      origins.hicp_threat,
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
