-- every location of every breach is there, and no other
with wanted as (
    select breach_id, unnest(locations) as location, year, individuals
    from marts.breaches
    where vanished_on is null
)

(
    select breach_id, location, year, individuals, 'missing' as fault from wanted
    except
    select breach_id, location, year, individuals, 'missing' as fault from marts.breach_locations
)
union all
(
    select breach_id, location, year, individuals, 'not wanted' as fault from marts.breach_locations
    except
    select breach_id, location, year, individuals, 'not wanted' as fault from wanted
);

-- warn: location is one that the portal's form offers
select source_file, source_line, marts.breach_locations.location
from marts.breach_locations
join marts.breaches using (breach_id)
left join reference.locations using (location)
where reference.locations.location is null
order by source_file, source_line, marts.breach_locations.location;

-- at most 2 in 100 reports, or 10, name an unknown location; more are another column's values
with unknown as (
    select breach_id, string_agg(marts.breach_locations.location, ', ') as unknown_locations
    from marts.breach_locations
    left join reference.locations using (location)
    where reference.locations.location is null
    group by all
)

select source_file, source_line, unknown_locations
from marts.breaches
join unknown using (breach_id)
qualify count(*) over () > greatest(10, 0.02 * (select count(*) from marts.breaches))
order by source_file, source_line;

-- warn: a location is stated
select source_file, source_line, entity_name
from marts.breaches
where locations is null
order by source_file, source_line;
