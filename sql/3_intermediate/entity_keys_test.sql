-- every name of a report has its row
select source_file, source_line, entity_name
from staging.breach_reports
anti join intermediate.entity_keys using (entity_name)
where entity_name is not null;

-- a key is words of lower-case letters and digits
select entity_name, entity_key
from intermediate.entity_keys
where not regexp_full_match(entity_key, '[a-z0-9]+( [a-z0-9]+)*');

-- no two names that differ in case only have two keys
select
    later.entity_name,
    earlier.entity_name as earlier_name,
    later.entity_key,
    earlier.entity_key as earlier_key
from intermediate.entity_keys as later
join intermediate.entity_keys as earlier
    on lower(later.entity_name) = lower(earlier.entity_name)
    and later.entity_name > earlier.entity_name
where later.entity_key is distinct from earlier.entity_key;
