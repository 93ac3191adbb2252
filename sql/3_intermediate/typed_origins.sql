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
    select distinct types
    from intermediate.reports
),

fired as (
    select
        types,
        looks_at,
        min_by(rule, rule_order) as rule,
        min_by(origin, rule_order) as origin,
        min_by(regexp_extract(types, pattern, 0, 'i'), rule_order) as evidence
    from combinations
    join reference.origin_rules
        on looks_at in ('type', 'naive-type')
        and regexp_matches(types, pattern, 'i')
        and (unless is null or not regexp_matches(types, unless, 'i'))
    group by all
)

select
    types,
    min(fired.rule) filter (where looks_at = 'type') as rule,
    min(fired.evidence) filter (where looks_at = 'type') as evidence,
    min(fired.origin) filter (where looks_at = 'naive-type') as naive_origin
from combinations
left join fired using (types)
group by all
