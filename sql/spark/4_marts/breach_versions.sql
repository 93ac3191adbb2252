-- generated from sql/4_marts/breach_versions.sql sha256:b999edb93b552260ad2bcf37e6d9f03b259ffde630a8a2a7902d144020c8f61b by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`version` as bigint) as `version`,
    cast(`valid_from` as date) as `valid_from`,
    cast(`valid_to` as date) as `valid_to`,
    cast(`first_capture` as string) as `first_capture`,
    cast(`last_capture` as string) as `last_capture`,
    cast(`is_vanished` as boolean) as `is_vanished`,
    cast(`is_return` as boolean) as `is_return`,
    cast(`changed_columns` as array<string>) as `changed_columns`,
    cast(`matched_by` as string) as `matched_by`,
    cast(`name_similarity` as double) as `name_similarity`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
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
    cast(`source_line` as bigint) as `source_line`
from (
    WITH versions AS (
      SELECT
        breach_id,
        version,
        first_order,
        last_order,
        gone_order,
        is_vanished,
        is_return,
        changed_columns,
        rung,
        name_similarity,
        report_no,
        view,
        is_duplicate
      FROM intermediate.breach_versions
    )
    SELECT
      breach_id,
      version,
      shown.captured_on AS valid_from,
      gone.captured_on AS valid_to,
      shown.capture AS first_capture,
      listed.capture AS last_capture,
      is_vanished,
      is_return,
      changed_columns,
      CASE rung
        WHEN 0
        THEN 'exact'
        WHEN 1
        THEN 'same name and day'
        WHEN 2
        THEN 'same count, day and state'
        WHEN 3
        THEN 'similar name and day'
        WHEN 4
        THEN 'same count and day'
        WHEN 5
        THEN 'same name, count and state'
      END AS matched_by,
      CASE WHEN rung > 0 THEN name_similarity END AS name_similarity,
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      breach_types,
      locations,
      has_business_associate,
      description,
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
      source_line
    FROM versions
    JOIN intermediate.reports
      USING (report_no)
    JOIN staging.descriptions
      USING (report_no)
    JOIN intermediate.origins
      USING (description_no, types)
    JOIN intermediate.captures AS shown
      ON shown.capture_order = first_order
    JOIN intermediate.captures AS listed
      ON listed.capture_order = last_order
    LEFT JOIN intermediate.captures AS gone
      ON gone.capture_order = gone_order
)
