-- One row per location of breached information that the portal's form offers.
--
-- Key: location
--
-- location  As the portal writes it.

select cast(null as varchar) as location
where false
