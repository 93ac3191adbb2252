-- generated from sql/4_marts/version_changes.sql sha256:2e7243d93f4ba34ef8442b76bf221b1757bbb5a73f226a6d798c6640478407bd by tools/dialect 1; do not edit
select
    cast(`version` as bigint) as `version`,
    cast(`valid_from` as date) as `valid_from`,
    cast(`valid_to` as date) as `valid_to`,
    cast(`is_vanished` as boolean) as `is_vanished`,
    cast(`matched_by` as string) as `matched_by`,
    cast(`name_similarity` as double) as `name_similarity`,
    cast(`changed_column` as string) as `changed_column`,
    cast(`old_value` as string) as `old_value`,
    cast(`new_value` as string) as `new_value`
from (
    WITH versions AS (
      SELECT
        breach_id,
        version,
        valid_from,
        valid_to,
        first_capture,
        last_capture,
        is_vanished,
        is_return,
        changed_columns,
        matched_by,
        name_similarity,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
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
        CASE
          WHEN version = 1
          THEN array('first')
          WHEN size(changed_columns) = 0
          THEN array('none')
          ELSE changed_columns
        END AS differing
      FROM marts.breach_versions
      WHERE
        breach_id = :breach_asked
    ), valued AS (
      SELECT
        version,
        map(
          'view',
          view,
          'entity_name',
          entity_name,
          'state',
          state,
          'entity_type',
          entity_type,
          'individuals',
          CAST(individuals AS STRING),
          'submitted_on',
          CAST(submitted_on AS STRING),
          'breach_types',
          array_join(breach_types, ', '),
          'locations',
          array_join(locations, ', '),
          'has_business_associate',
          CAST(has_business_associate AS STRING),
          'description',
          description
        ) AS texts
      FROM marts.breach_versions
      WHERE
        breach_id = :breach_asked
    ), columns_of AS (
      SELECT
        version,
        unnested_changed_column AS changed_column
      FROM versions
      LATERAL VIEW
      explode(differing) unnested AS unnested_changed_column
    )
    SELECT
      columns_of.version,
      valid_from,
      valid_to,
      is_vanished,
      matched_by,
      name_similarity,
      changed_column,
      try_element_at(older.texts, changed_column) AS old_value,
      try_element_at(newer.texts, changed_column) AS new_value
    FROM columns_of
    JOIN versions
      USING (version)
    JOIN valued AS newer
      USING (version)
    LEFT JOIN valued AS older
      ON older.version = newer.version - 1
)
