-- One row per type of breach that the portal's form offers or older reports have.
--
-- Key: breach_type
--
-- breach_type  In the portal's spelling. Unknown occurs only in reports of the first years.

select cast(null as varchar) as breach_type
where false
