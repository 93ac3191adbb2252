-- generated from sql/4_marts/breach_types.sql sha256:12bb98265a03ff65410079f02b48bdfcc7585ca8bb1a73ba09d542a5abcd5d25 by tools/dialect 1; do not edit
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
