-- generated from sql/4_marts/breach_locations.sql sha256:3d39b444a629c17bee172f3aa53121e89ba2a43d9516faa460e956be86df801a by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`location` as string) as `location`,
    cast(`year` as bigint) as `year`,
    cast(`individuals` as bigint) as `individuals`
from (
    SELECT
      breach_id,
      unnested_location AS location,
      year,
      individuals
    FROM marts.breaches
    LATERAL VIEW
    explode(locations) unnested AS unnested_location
    WHERE
      vanished_on IS NULL
)
