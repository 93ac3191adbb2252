-- generated from sql/0_reference/locations.sql sha256:a4afd0b66e92dfadc1e1672760c8ecf1102ea3557d505eea08cf261ec305bc9e by tools/dialect 1; do not edit
select
    cast(`location` as string) as `location`
from (
    SELECT
      CAST(NULL AS STRING) AS location
    WHERE
      FALSE
)
