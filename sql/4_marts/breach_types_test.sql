-- every type of every breach is there
select counted, rows
from (select cast(coalesce(sum(len(breach_types)), 0) as bigint) as counted from marts.breaches)
cross join (select count(*) as rows from marts.breach_types)
where counted <> rows;

-- warn: breach_type is one that the portal's form offers
select source_file, source_line, marts.breach_types.breach_type
from marts.breach_types
join marts.breaches using (breach_id)
left join reference.breach_types using (breach_type)
where reference.breach_types.breach_type is null;

-- warn: a type of breach is stated
select source_file, source_line, entity_name
from marts.breaches
where breach_types is null;
