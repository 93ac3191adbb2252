-- One row per distinct combination of types, locations and business associate.
--
-- The rules on types apply if no description decides. The naive map is here for comparison only,
-- and decides the origin of no breach. A type says little: Unauthorized Access/Disclosure alone
-- does not prove an insider, so no rule concludes that.
--
-- Key: types
--
-- types          The combination as a text, for the rules:
--                types: Loss, Theft; locations: Laptop; business associate: No;
-- rule           The rule on types with the lowest order that fires; null if none does.
-- evidence       The words that it found.
-- naive_origin   internal or external by the naive map; null if it decides nothing.

with combinations as (
    select distinct types
    from intermediate.reports
),

decided as (
    select
        types,
        reference.winning_type_words(types) as winning,
        reference.naive_type_rule(lower(types)) as naive_rule
    from combinations
)

select
    types,
    split_part(winning, chr(10), 1) as rule,
    split_part(winning, chr(10), 2) as evidence,
    naive.origin as naive_origin
from decided
left join reference.origin_rules as naive on naive.rule = naive_rule
