-- One row per type of breach that the portal's form offers or its older reports hold.
--
-- Key: breach_type
--
-- breach_type  As the portal writes it. Unknown stands only in reports of the first years.

select cast(null as varchar) as breach_type
where false
