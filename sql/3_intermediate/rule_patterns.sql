-- One row per rule of origins, with what {person} and {device} stand for put into its patterns.
--
-- Key: rule
--
-- rule         The rule of reference.origin_rules.
-- rule_order   Its order.
-- looks_at     description, type or naive-type, as there.
-- pattern      What must be found for the rule to fire.
-- unless       What keeps it from firing; null where nothing does.

select
    rule,
    rule_order,
    looks_at,
    replace(replace(pattern, '{person}', person), '{device}', device) as pattern,
    replace(replace(unless, '{person}', person), '{device}', device) as unless
from reference.origin_rules
cross join (
    select
        coalesce(max(pattern) filter (where rule = 'person'), '') as person,
        coalesce(max(pattern) filter (where rule = 'device'), '') as device
    from reference.origin_rules
    where looks_at = 'word'
) as words
where looks_at <> 'word'
