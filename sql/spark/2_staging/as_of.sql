-- generated from sql/2_staging/as_of.sql sha256:ebe274e0cd4a4a067111cd90610571b5cd1b8b2243bd606dccb23701481fa979 by tools/dialect 1; do not edit
select
    cast(`request` as bigint) as `request`,
    cast(`as_of_on` as date) as `as_of_on`
from (
    SELECT
      request,
      as_of_on
    FROM raw.as_of
)
