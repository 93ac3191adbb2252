-- generated from sql/3_intermediate/forms.sql sha256:73e82057416c059d7fe2a811e7d9eeee29af90cf638a1b4db97e46ebd6dbd9dc by tools/dialect 1; do not edit
select
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`name_key` as string) as `name_key`,
    cast(`entity_name` as string) as `entity_name`,
    cast(`state` as string) as `state`,
    cast(`entity_type` as string) as `entity_type`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`breach_types` as array<string>) as `breach_types`,
    cast(`locations` as array<string>) as `locations`,
    cast(`has_business_associate` as boolean) as `has_business_associate`,
    cast(`first_order` as bigint) as `first_order`,
    cast(`last_order` as bigint) as `last_order`,
    cast(`last_view` as string) as `last_view`,
    cast(`runs` as bigint) as `runs`
from (
    WITH listed AS (
      SELECT
        report_key,
        place,
        min(first_order) AS first_order,
        max(last_order) AS last_order,
        min_by(view, (-last_order, view)) FILTER(WHERE
          NOT (
            view
          ) IS NULL) AS last_view,
        count(*) AS runs
      FROM intermediate.listings
      GROUP BY ALL
    ), described AS (
      SELECT DISTINCT
        report_key,
        name_key,
        entity_name,
        state,
        entity_type,
        individuals,
        submitted_on,
        breach_types,
        locations,
        has_business_associate
      FROM intermediate.reports
    )
    SELECT
      report_key,
      place,
      name_key,
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      breach_types,
      locations,
      has_business_associate,
      first_order,
      last_order,
      last_view,
      runs
    FROM listed
    JOIN described
      USING (report_key)
)
