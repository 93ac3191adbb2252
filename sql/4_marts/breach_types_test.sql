-- every type of every breach is there, and no other
with wanted as (
    select breach_id, unnest(breach_types) as breach_type, year, individuals
    from marts.breaches
    where vanished_on is null
)

(
    select breach_id, breach_type, year, individuals, 'missing' as fault from wanted
    except
    select breach_id, breach_type, year, individuals, 'missing' as fault from marts.breach_types
)
union all
(
    select breach_id, breach_type, year, individuals, 'not wanted' as fault from marts.breach_types
    except
    select breach_id, breach_type, year, individuals, 'not wanted' as fault from wanted
);

-- warn: breach_type is one that the portal's form offers
select source_file, source_line, marts.breach_types.breach_type
from marts.breach_types
join marts.breaches using (breach_id)
left join reference.breach_types using (breach_type)
where reference.breach_types.breach_type is null
order by source_file, source_line, marts.breach_types.breach_type;

-- at most 2 in 100 reports, or 10, name an unknown breach_type; more are another column's values
with unknown as (
    select breach_id, string_agg(marts.breach_types.breach_type, ', ') as unknown_breach_types
    from marts.breach_types
    left join reference.breach_types using (breach_type)
    where reference.breach_types.breach_type is null
    group by all
)

select source_file, source_line, unknown_breach_types
from marts.breaches
join unknown using (breach_id)
qualify count(*) over () > greatest(10, 0.02 * (select count(*) from marts.breaches))
order by source_file, source_line;

-- warn: a type of breach is stated
select source_file, source_line, entity_name
from marts.breaches
where breach_types is null
order by source_file, source_line;
