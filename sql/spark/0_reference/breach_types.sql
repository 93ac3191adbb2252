-- generated from sql/0_reference/breach_types.sql sha256:df0ae1527ffe4f38dbce08d7ceaf7e22be3c4d3b1dd0edc47386ccc36eaf4d0c by tools/dialect 1; do not edit
select
    cast(`breach_type` as string) as `breach_type`
from (
    SELECT
      CAST(NULL AS STRING) AS breach_type
    WHERE
      FALSE
)
