-- every location of every breach is there
select counted, rows
from (select cast(coalesce(sum(len(locations)), 0) as bigint) as counted from marts.breaches)
cross join (select count(*) as rows from marts.breach_locations)
where counted <> rows;

-- warn: location is one that the portal's form offers
select source_file, source_line, marts.breach_locations.location
from marts.breach_locations
join marts.breaches using (breach_id)
left join reference.locations using (location)
where reference.locations.location is null;

-- warn: a location is stated
select source_file, source_line, entity_name
from marts.breaches
where locations is null;
