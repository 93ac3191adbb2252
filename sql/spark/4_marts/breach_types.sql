-- generated from sql/4_marts/breach_types.sql sha256:464b7c373c316207b5160a92a342ac466f0ec267274a398582cbc433fd094a1c by tools/dialect 1; do not edit
select
    cast(`breach_id` as string) as `breach_id`,
    cast(`breach_type` as string) as `breach_type`,
    cast(`year` as bigint) as `year`,
    cast(`individuals` as bigint) as `individuals`
from (
    SELECT
      breach_id,
      unnested_breach_type AS breach_type,
      year,
      individuals
    FROM marts.breaches
    LATERAL VIEW
    explode(breach_types) unnested AS unnested_breach_type
    WHERE
      vanished_on IS NULL
)
