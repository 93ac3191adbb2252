-- every breach of the current capture is there
select counted, breaches
from (
    select count(*) as counted
    from intermediate.breach_versions
    join intermediate.captures using (captured_on)
    where is_current
)
cross join (select count(*) as breaches from marts.breaches)
where counted <> breaches;

-- every breach has a year
select source_file, source_line, submitted_on
from marts.breaches
where year is null;

-- warn: individuals is stated
select source_file, source_line, entity_name
from marts.breaches
where individuals is null;

-- warn: individuals is 500 or more, the threshold of 45 CFR 164.408
select source_file, source_line, entity_name, individuals
from marts.breaches
where individuals < 500;

-- warn: state is stated
select source_file, source_line, entity_name
from marts.breaches
where state is null;

-- warn: state is a known postal code
select source_file, source_line, marts.breaches.state
from marts.breaches
left join reference.states using (state)
where marts.breaches.state is not null
    and reference.states.state is null;

-- warn: entity_type is stated
select source_file, source_line, entity_name
from marts.breaches
where entity_type is null;

-- warn: entity_type is one that the portal's form offers
select source_file, source_line, marts.breaches.entity_type
from marts.breaches
left join reference.entity_types using (entity_type)
where marts.breaches.entity_type is not null
    and reference.entity_types.entity_type is null;

-- warn: no two reports are alike in every value
select source_file, source_line, entity_name, submitted_on, individuals
from marts.breaches
where is_duplicate;
