-- One row: the day as of which a build shows the list.
--
-- Key: request
--
-- request   Always 1.
-- as_of_on  Day asked for; null where the newest complete capture is shown.

select
    request,
    as_of_on
from raw.as_of
