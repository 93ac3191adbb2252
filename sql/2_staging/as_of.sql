-- One row: the day as of which a build shows the list.
--
-- Key: request
--
-- request, as_of_on  As in raw.as_of.

select
    request,
    as_of_on
from raw.as_of
