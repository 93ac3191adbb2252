-- generated from sql/4_marts/breach_locations.sql sha256:3bc019f3846cfd98cc1dc494caff0795c18a688b82d85ca462c7fa1a4e7a5180 by tools/dialect 1; do not edit
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
