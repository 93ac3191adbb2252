-- One row per type of covered entity that the portal's form offers.
--
-- Key: entity_type
--
-- entity_type  In the portal's spelling; defined in 45 CFR 160.103.

select cast(null as varchar) as entity_type
where false
