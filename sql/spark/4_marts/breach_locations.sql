-- generated from sql/4_marts/breach_locations.sql sha256:31d7f0a1cec19c06b3714f343f7d6e3a3c021c6573f165e529e601be19a89476 by tools/dialect 1-3677deabcf2c; do not edit
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
