-- generated from sql/0_reference/breach_types.sql sha256:7a9f06533f96ac109760601d7b0888fc6e61354b9f2bd212d2d619f1bc9f00a0 by tools/dialect 1; do not edit
select
    cast(`breach_type` as string) as `breach_type`
from (
    SELECT
      CAST(NULL AS STRING) AS breach_type
    WHERE
      FALSE
)
