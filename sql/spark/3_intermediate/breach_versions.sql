-- generated from sql/3_intermediate/breach_versions.sql sha256:68f9848dc5f05ce9e2b04c3caece8f3778ec409098debd4a906d9c8f39dd341b by tools/dialect 1; do not edit
-- step steps.breach_versions__listed
SELECT
  report_no,
  report_key,
  place,
  view,
  first_order,
  last_order,
  breach_id,
  step,
  rung,
  name_similarity
FROM intermediate.listings
JOIN intermediate.identities
  USING (report_key, place)
;
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`version` as bigint) as `version`,
    cast(`first_order` as bigint) as `first_order`,
    cast(`last_order` as bigint) as `last_order`,
    cast(`gone_order` as bigint) as `gone_order`,
    cast(`is_vanished` as boolean) as `is_vanished`,
    cast(`is_return` as boolean) as `is_return`,
    cast(`changed_columns` as array<string>) as `changed_columns`,
    cast(`rung` as int) as `rung`,
    cast(`name_similarity` as double) as `name_similarity`,
    cast(`report_no` as bigint) as `report_no`,
    cast(`view` as string) as `view`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`is_duplicate` as boolean) as `is_duplicate`
from (
    WITH alone AS (
      SELECT
        breach_id
      FROM steps.breach_versions__listed AS listed
      GROUP BY ALL
      HAVING
        count(*) = 1
    ), shown AS (
      SELECT
        breach_id,
        first_order,
        stretch_last,
        listed_order,
        view_order,
        last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no,
        known_view AS view,
        absent_order AS next_absence
      FROM intermediate.stretches
      ANTI JOIN alone
        USING (breach_id)
      WHERE
        NOT report_key IS NULL
    ), valued AS (
      SELECT
        shown.breach_id,
        shown.first_order,
        shown.stretch_last,
        shown.listed_order,
        shown.view_order,
        shown.last_order,
        shown.step,
        shown.rung,
        shown.name_similarity,
        shown.place,
        shown.report_key,
        shown.report_no,
        shown.view,
        shown.next_absence,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate,
        description,
        contains(concat_ws('', entity_name, description), '�') AS is_damaged
      FROM shown
      JOIN intermediate.reports
        USING (report_no, report_key)
      JOIN staging.descriptions
        USING (report_no)
    ), paired AS (
      SELECT
        breach_id,
        first_order,
        stretch_last,
        listed_order,
        view_order,
        last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no,
        view,
        next_absence,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate,
        description,
        is_damaged,
        NOT (
          lag(first_order) OVER by_breach
        ) IS NULL AS has_previous,
        lag(next_absence) OVER by_breach AS previous_absence,
        lag(report_key) OVER by_breach AS previous_report_key,
        lag(step) OVER by_breach AS previous_step,
        lag(rung) OVER by_breach AS previous_rung,
        lag(name_similarity) OVER by_breach AS previous_name_similarity,
        lag(is_damaged) OVER by_breach AS previous_is_damaged,
        lag(view) OVER by_breach AS previous_view,
        lag(entity_name) OVER by_breach AS previous_entity_name,
        lag(state) OVER by_breach AS previous_state,
        lag(entity_type) OVER by_breach AS previous_entity_type,
        lag(individuals) OVER by_breach AS previous_individuals,
        lag(submitted_on) OVER by_breach AS previous_submitted_on,
        lag(breach_types) OVER by_breach AS previous_breach_types,
        lag(locations) OVER by_breach AS previous_locations,
        lag(has_business_associate) OVER by_breach AS previous_has_business_associate,
        lag(description) OVER by_breach AS previous_description
      FROM valued
      WINDOW by_breach AS (PARTITION BY breach_id ORDER BY first_order NULLS LAST)
    ), compared AS (
      SELECT
        breach_id,
        first_order,
        stretch_last,
        listed_order,
        view_order,
        last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no,
        view,
        next_absence,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate,
        description,
        is_damaged,
        has_previous,
        previous_absence,
        previous_report_key,
        previous_step,
        previous_rung,
        previous_name_similarity,
        previous_is_damaged,
        previous_view,
        previous_entity_name,
        previous_state,
        previous_entity_type,
        previous_individuals,
        previous_submitted_on,
        previous_breach_types,
        previous_locations,
        previous_has_business_associate,
        previous_description,
        coalesce(previous_absence < first_order, FALSE) AS is_return,
        CASE
          WHEN has_previous
          THEN filter(
            array(
              CASE WHEN previous_view <> view THEN 'view' END,
              CASE
                WHEN previous_entity_name IS NOT DISTINCT FROM entity_name
                THEN NULL
                WHEN regexp_replace(previous_entity_name, '[\\t\\n\\f\\r ]+', ' ') = regexp_replace(entity_name, '[\\t\\n\\f\\r ]+', ' ')
                THEN NULL
                WHEN (
                  is_damaged OR previous_is_damaged
                )
                AND regexp_replace(previous_entity_name, '[^A-Za-z0-9]', '') = regexp_replace(entity_name, '[^A-Za-z0-9]', '')
                THEN NULL
                ELSE 'entity_name'
              END,
              CASE WHEN previous_state IS DISTINCT FROM state THEN 'state' END,
              CASE WHEN previous_entity_type IS DISTINCT FROM entity_type THEN 'entity_type' END,
              CASE WHEN previous_individuals IS DISTINCT FROM individuals THEN 'individuals' END,
              CASE
                WHEN previous_submitted_on IS DISTINCT FROM submitted_on
                THEN 'submitted_on'
              END,
              CASE
                WHEN previous_breach_types IS DISTINCT FROM breach_types
                THEN 'breach_types'
              END,
              CASE WHEN previous_locations IS DISTINCT FROM locations THEN 'locations' END,
              CASE
                WHEN previous_has_business_associate IS DISTINCT FROM has_business_associate
                THEN 'has_business_associate'
              END,
              CASE
                WHEN previous_description IS NOT DISTINCT FROM description
                THEN NULL
                WHEN regexp_replace(previous_description, '[\\t\\n\\f\\r ]+', ' ') = regexp_replace(description, '[\\t\\n\\f\\r ]+', ' ')
                THEN NULL
                WHEN (
                  is_damaged OR previous_is_damaged
                )
                AND regexp_replace(previous_description, '[^A-Za-z0-9]', '') = regexp_replace(description, '[^A-Za-z0-9]', '')
                THEN NULL
                ELSE 'description'
              END
            ),
            x -> NOT x IS NULL
          )
        END AS changed_columns
      FROM paired
    ), numbered AS (
      SELECT
        breach_id,
        first_order,
        stretch_last,
        listed_order,
        view_order,
        last_order,
        step,
        rung,
        name_similarity,
        place,
        report_key,
        report_no,
        view,
        next_absence,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate,
        description,
        is_damaged,
        has_previous,
        previous_absence,
        previous_report_key,
        previous_step,
        previous_rung,
        previous_name_similarity,
        previous_is_damaged,
        previous_view,
        previous_entity_name,
        previous_state,
        previous_entity_type,
        previous_individuals,
        previous_submitted_on,
        previous_breach_types,
        previous_locations,
        previous_has_business_associate,
        previous_description,
        is_return,
        changed_columns,
        count(CASE WHEN NOT has_previous OR is_return OR changed_columns <> array() THEN 1 END) OVER (PARTITION BY breach_id ORDER BY first_order NULLS LAST) AS version
      FROM compared
    ), merged AS (
      SELECT
        breach_id,
        version,
        min(first_order) AS first_order,
        max(last_order) AS last_order,
        max_by(next_absence, first_order) AS next_absence,
        bool_or(is_return) AS is_return,
        min_by(changed_columns, first_order) AS changed_columns,
        min_by(
          CASE
            WHEN NOT has_previous
            THEN NULL
            WHEN report_key = previous_report_key
            THEN 0
            WHEN step > previous_step
            THEN rung
            ELSE previous_rung
          END,
          first_order
        ) AS rung,
        min_by(
          CASE
            WHEN step < previous_step
            THEN previous_name_similarity
            ELSE name_similarity
          END,
          first_order
        ) AS name_similarity,
        min_by(report_no, (is_damaged, first_order)) FILTER(WHERE
          NOT (
            report_no
          ) IS NULL) AS report_no,
        min_by(view, (is_damaged, first_order)) FILTER(WHERE
          NOT (
            view
          ) IS NULL) AS view
      FROM numbered
      GROUP BY ALL
      UNION ALL
      SELECT
        breach_id,
        1 AS version,
        first_order,
        last_order,
        CASE view WHEN 'archive' THEN next_archive ELSE next_complete END AS next_absence,
        FALSE AS is_return,
        NULL AS changed_columns,
        NULL AS rung,
        NULL AS name_similarity,
        report_no,
        view
      FROM steps.breach_versions__listed AS listed
      SEMI JOIN alone
        USING (breach_id)
      LEFT JOIN intermediate.captures
        ON capture_order = last_order + 1
    ), twins AS (
      SELECT DISTINCT
        later.breach_id,
        later.report_no
      FROM steps.breach_versions__listed AS later
      JOIN steps.breach_versions__listed AS earlier
        ON earlier.report_key = later.report_key
        AND earlier.place < later.place
        AND earlier.first_order <= later.last_order
        AND later.first_order <= earlier.last_order
      JOIN intermediate.reports AS one
        ON one.report_no = later.report_no
      JOIN intermediate.reports AS other
        ON other.report_no = earlier.report_no
      WHERE
        later.place > 1 AND one.description_no = other.description_no
    ), ended AS (
      SELECT
        breach_id,
        version,
        first_order,
        last_order,
        next_absence,
        is_return,
        changed_columns,
        rung,
        name_similarity,
        report_no,
        view,
        lead(first_order) OVER (PARTITION BY breach_id ORDER BY version NULLS LAST) AS next_first
      FROM merged
    )
    SELECT
      breach_id,
      version,
      first_order,
      last_order,
      least(next_first, next_absence) AS gone_order,
      coalesce(next_absence < next_first, NOT next_absence IS NULL) AS is_vanished,
      is_return,
      changed_columns,
      rung,
      name_similarity,
      report_no,
      view,
      individuals,
      submitted_on,
      NOT twins.breach_id IS NULL AS is_duplicate
    FROM ended
    JOIN intermediate.reports
      USING (report_no)
    LEFT JOIN twins
      USING (breach_id, report_no)
)
