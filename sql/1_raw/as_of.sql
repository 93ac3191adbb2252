-- One row: the day as of which a build shows the list.
--
-- Key: request
--
-- request   Always 1.
-- as_of_on  Day asked for; null where the newest complete capture is shown.

select
    cast(null as bigint) as request,
    cast(null as date) as as_of_on
where false
