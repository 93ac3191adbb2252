-- every report of the HIPAA list has one row of origins
select source_file, source_line
from intermediate.reports
anti join intermediate.origins using (description_no, types)
order by source_file, source_line;

-- every row of origins is of a report
select description_no, types
from intermediate.origins
anti join intermediate.reports using (description_no, types)
order by all;

-- an origin is internal, external or null, and has a basis, a rule and its words, or none of them
select description_no, types, origin, origin_basis, origin_rule, origin_evidence
from intermediate.origins
where origin not in ('internal', 'external')
    or (origin is null) <> (origin_basis is null)
    or (origin is null) <> (origin_rule is null)
    or (origin is null) <> (origin_evidence is null)
    or (origin is null) <> (cause is null)
order by description_no, types;

-- a type decides only where no description does, and never by the naive map
select description_no, types, origin_basis, origin_by_description, origin_rule
from intermediate.origins
left join reference.origin_rules on origin_rule = rule
where (origin_basis = 'description') <> (origin_by_description is not null)
    or looks_at is distinct from origin_basis
order by description_no, types;
