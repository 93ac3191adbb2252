-- One row per distinct combination of types, locations and business associate.
--
-- The type rules are asked where no description decides; the naive map stands beside them to be
-- compared and gives no breach its origin. A type says little: Unauthorized Access/Disclosure
-- alone names no insider, so no rule makes it one.
--
-- Key: types
--
-- types          The combination in words, which the rules look at:
--                types: Loss, Theft; locations: Laptop; business associate: No;
-- rule           The type rule of lowest order that fires; null where none does.
-- evidence       The words that it found.
-- naive_origin   internal or external as the naive map has it; null where it tells nothing.

with combinations as (
    select
        types,
        lower(types) as lower_types
    from (select distinct types from intermediate.reports)
),

-- DuckDB compiles a pattern that stands in a table anew for each text, and one that is blind to
-- upper and lower case takes twice as long.
fired as (
    select
        types,
        looks_at,
        min_by(rule, rule_order) as rule
    from combinations
    join intermediate.rule_patterns
        on looks_at in ('type', 'naive-type')
        and regexp_matches(lower_types, pattern)
        and (unless is null or not regexp_matches(lower_types, unless))
    group by all
),

decided as (
    select
        types,
        min(rule) filter (where looks_at = 'type') as rule,
        min(rule) filter (where looks_at = 'naive-type') as naive_rule
    from combinations
    left join fired using (types)
    group by all
)

select
    types,
    decided.rule,
    regexp_extract(types, winner.pattern, 0, 'i') as evidence,
    naive.origin as naive_origin
from decided
left join intermediate.rule_patterns as winner on winner.rule = decided.rule
left join reference.origin_rules as naive on naive.rule = naive_rule
