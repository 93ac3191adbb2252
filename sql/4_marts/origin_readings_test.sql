-- every listed breach stands in each of the three readings
select breach_id, count(reading_order) as readings
from marts.breaches
full join marts.origin_readings using (breach_id)
where vanished_on is null
group by all
having count(reading_order) <> 3;

-- the reading of both is the origin of the breach
select breach_id, origin_readings.origin, breaches.origin as origin_of_breach
from marts.origin_readings
join marts.breaches using (breach_id)
where reading = 'both'
    and origin_readings.origin is distinct from breaches.origin;
