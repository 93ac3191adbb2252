-- One row per rule of origins: its patterns in lower case, with what {person} and {device} mean.
--
-- Key: rule
--
-- rule         The rule of reference.origin_rules.
-- rule_order   Its order.
-- looks_at     description, type or naive-type, as there.
-- pattern      What must be found for the rule to fire.
-- unless       What keeps it from firing; null where nothing does.

with filled as (
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
),

-- In lower case all but the letter after a backslash: \S is not \s.
lowered as (
    select
        rule,
        rule_order,
        looks_at,
        list_transform(
            [pattern, unless],
            lambda text: array_to_string(list_transform(
                string_split(text, '\'),
                lambda part, nth: case
                    when nth = 1 then lower(part)
                    else left(part, 1) || lower(substr(part, 2))
                end
            ), '\')
        ) as patterns
    from filled
)

select
    rule,
    rule_order,
    looks_at,
    patterns[1] as pattern,
    patterns[2] as unless
from lowered
