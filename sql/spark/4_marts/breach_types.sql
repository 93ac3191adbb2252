-- generated from sql/4_marts/breach_types.sql sha256:d58888cb2c9bacfb2f231536562613f55a75174ec7daf50677380ffff7129fb3 by tools/dialect 1-3677deabcf2c; do not edit
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
