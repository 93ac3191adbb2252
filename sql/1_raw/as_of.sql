-- One row: the day as of which a build shows the list.
--
-- Key: request
--
-- request   Always 1.
-- as_of_on  The day; null if the build shows the newest complete capture.

select
    cast(null as bigint) as request,
    cast(null as date) as as_of_on
where false
