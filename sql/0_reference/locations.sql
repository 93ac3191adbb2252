-- One row per location of breached information that the portal's form offers.
--
-- Key: location
--
-- location  In the portal's spelling.

select cast(null as varchar) as location
where false
