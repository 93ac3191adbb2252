-- every name of a report has its row
select source_file, source_line, entity_name
from staging.breach_reports
anti join intermediate.entity_keys using (entity_name)
where entity_name is not null;

-- a key is words of lower-case letters and digits, and no two names that differ in case only have
-- two
select min(entity_name) as entity_name, min(entity_key) as entity_key
from intermediate.entity_keys
group by lower(entity_name)
having min(coalesce(entity_key, '')) <> max(coalesce(entity_key, ''))
    or bool_or(not regexp_full_match(entity_key, '[a-z0-9]+( [a-z0-9]+)*'));
