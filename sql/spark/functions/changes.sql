-- generated from sql/4_marts/changes.sql sha256:b2925a3fed9a0896a2ed044296282a41c8aa1b4e3ee0a45ac14eb3e6244627e1 by tools/dialect 1; do not edit
-- with sql/4_marts/compared_breaches.sql sha256:a8603a9821abe583d9dd7fa7f7fb9acd68894ee6789ce60817d0e9574764e59d
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`changed_column` as string) as `changed_column`,
    cast(`kind` as string) as `kind`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`year` as bigint) as `year`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`old_value` as string) as `old_value`,
    cast(`new_value` as string) as `new_value`,
    cast(`old_individuals` as bigint) as `old_individuals`,
    cast(`new_individuals` as bigint) as `new_individuals`,
    cast(`individuals_change` as bigint) as `individuals_change`,
    cast(`matched_by` as string) as `matched_by`,
    cast(`name_similarity` as double) as `name_similarity`,
    cast(`old_version` as bigint) as `old_version`,
    cast(`new_version` as bigint) as `new_version`
from (
    WITH compared AS (
      SELECT
        breach_id,
        old_version,
        new_version,
        is_known,
        changed_columns,
        matched_by,
        name_similarity
      FROM marts.compared_breaches(:one_capture, :other_capture) AS compared_breaches
      WHERE
        old_version IS DISTINCT FROM new_version
    ), differing AS (
      SELECT
        breach_id,
        unnested_changed_column AS changed_column
      FROM compared
      LATERAL VIEW
      explode(
        CASE
          WHEN old_version IS NULL OR new_version IS NULL
          THEN array('view')
          ELSE changed_columns
        END
      ) unnested AS unnested_changed_column
    ), versions AS (
      SELECT
        breach_id,
        version,
        changed_column,
        individuals,
        CASE changed_column
          WHEN 'view'
          THEN view
          WHEN 'entity_name'
          THEN entity_name
          WHEN 'state'
          THEN state
          WHEN 'entity_type'
          THEN entity_type
          WHEN 'individuals'
          THEN CAST(individuals AS STRING)
          WHEN 'submitted_on'
          THEN CAST(submitted_on AS STRING)
          WHEN 'breach_types'
          THEN array_join(breach_types, ', ')
          WHEN 'locations'
          THEN array_join(locations, ', ')
          WHEN 'has_business_associate'
          THEN CAST(has_business_associate AS STRING)
          WHEN 'description'
          THEN description
        END AS value,
        regexp_replace(value, '[\\t\\n\\f\\r ]+', ' ') AS plain_value,
        regexp_replace(value, '[^A-Za-z0-9]', '') AS bare_value,
        contains(value, '�') AS is_damaged
      FROM differing
      JOIN marts.breach_versions
        USING (breach_id)
    ), valued AS (
      SELECT
        compared.breach_id,
        compared.old_version,
        compared.new_version,
        compared.is_known,
        compared.changed_columns,
        compared.matched_by,
        compared.name_similarity,
        differing.changed_column,
        older.value AS old_value,
        newer.value AS new_value,
        older.individuals AS old_individuals,
        newer.individuals AS new_individuals
      FROM differing
      JOIN compared
        USING (breach_id)
      LEFT JOIN versions AS older
        ON older.breach_id = compared.breach_id
        AND older.changed_column = differing.changed_column
        AND older.version = old_version
      LEFT JOIN versions AS newer
        ON newer.breach_id = compared.breach_id
        AND newer.changed_column = differing.changed_column
        AND newer.version = new_version
      WHERE
        older.plain_value IS DISTINCT FROM newer.plain_value
        AND NOT coalesce(
          (
            older.is_damaged OR newer.is_damaged
          )
          AND older.bare_value = newer.bare_value,
          FALSE
        )
    ), judged AS (
      SELECT
        breach_id,
        old_version,
        new_version,
        is_known,
        changed_columns,
        matched_by,
        name_similarity,
        changed_column,
        old_value,
        new_value,
        old_individuals,
        new_individuals,
        coalesce(new_version, old_version) AS version,
        CASE
          WHEN NOT is_known
          THEN 'unknown'
          WHEN old_version IS NULL
          THEN 'added'
          WHEN new_version IS NULL
          THEN 'vanished'
          WHEN changed_column = 'view'
          THEN 'moved'
          WHEN changed_column = 'description' AND old_value IS NULL
          THEN 'described'
          ELSE 'revised'
        END AS kind
      FROM valued
      WHERE
        changed_column <> 'view'
        OR old_value IS NULL
        OR new_value IS NULL
        OR (
          old_value <> 'all' AND new_value <> 'all'
        )
    ), named AS (
      SELECT
        breach_id,
        version,
        entity_name,
        state,
        submitted_on
      FROM marts.breach_versions
    )
    SELECT
      breach_id,
      changed_column,
      kind,
      entity_name,
      state,
      year(submitted_on) AS year,
      submitted_on,
      old_value,
      new_value,
      old_individuals,
      new_individuals,
      CASE
        WHEN kind = 'unknown'
        THEN NULL
        WHEN kind IN ('added', 'vanished') OR changed_column = 'individuals'
        THEN coalesce(new_individuals, 0) - coalesce(old_individuals, 0)
        ELSE 0
      END AS individuals_change,
      matched_by,
      name_similarity,
      old_version,
      new_version
    FROM judged
    JOIN named
      USING (breach_id, version)
)
