-- a label has a cause of the scheme, and the origin of that cause
select label_no, origin_labels.cause, origin_labels.origin
from reference.origin_labels
left join reference.causes on causes.cause = origin_labels.cause
where causes.origin is null
    or causes.origin is distinct from origin_labels.origin;

-- a breach is labelled once
select min(label_no) as label_no, name, submitted_on
from reference.origin_labels
group by name, submitted_on, individuals
having count(*) > 1;
