-- generated from sql/2_staging/as_of.sql sha256:2dc93863e831cc15c1e93ebc7e6eab8b5d48b92b5474f1164789b1a646932ab6 by tools/dialect 1-3677deabcf2c; do not edit
select
    cast(`request` as bigint) as `request`,
    cast(`as_of_on` as date) as `as_of_on`
from (
    SELECT
      request,
      as_of_on
    FROM raw.as_of
)
