-- generated from sql/4_marts/labelled_breaches.sql sha256:77a51343ffb65b1d37ac4159c54541c67ad8e6c4afac0775bbd87cc2d2f93a69 by tools/dialect 1; do not edit
select
    cast(`label_no` as bigint) as `label_no`,
    cast(`name` as string) as `name`,
    cast(`submitted_on` as date) as `submitted_on`,
    cast(`origin` as string) as `origin`,
    cast(`cause` as string) as `cause`,
    cast(`confidence` as string) as `confidence`,
    cast(`breach_id` as string) as `breach_id`,
    cast(`breach_types` as string) as `breach_types`,
    cast(`locations` as string) as `locations`,
    cast(`has_business_associate` as string) as `has_business_associate`,
    cast(`description` as string) as `description`
from (
    WITH described AS (
      SELECT
        breach_id,
        regexp_replace(duckdb_lower(entity_name), '[^a-z0-9]+', '') AS name_key,
        submitted_on,
        individuals,
        version,
        array_join(breach_types, ', ') AS breach_types,
        array_join(locations, ', ') AS locations,
        CASE
          WHEN has_business_associate
          THEN 'Yes'
          WHEN NOT has_business_associate
          THEN 'No'
        END AS has_business_associate,
        description
      FROM marts.breach_versions
      SEMI JOIN reference.origin_labels
        USING (submitted_on)
      WHERE
        NOT description IS NULL
    ), found AS (
      SELECT
        label_no,
        described.breach_id,
        described.breach_types,
        described.locations,
        described.has_business_associate,
        described.description,
        CAST(row_number() OVER (
          PARTITION BY label_no
          ORDER BY CASE WHEN described.individuals = labels.individuals THEN 0 ELSE 1 END NULLS LAST, described.version DESC, described.breach_id NULLS LAST
        ) AS BIGINT) AS place
      FROM reference.origin_labels AS labels
      JOIN described
        ON described.submitted_on = labels.submitted_on
        AND described.name_key = regexp_replace(duckdb_lower(labels.name), '[^a-z0-9]+', '')
    )
    SELECT
      label_no,
      name,
      submitted_on,
      origin,
      cause,
      confidence,
      breach_id,
      breach_types,
      locations,
      has_business_associate,
      description
    FROM reference.origin_labels
    LEFT JOIN (
      SELECT
        label_no,
        breach_id,
        breach_types,
        locations,
        has_business_associate,
        description,
        place
      FROM found
      WHERE
        place = 1
    ) AS nearest
      USING (label_no)
)
