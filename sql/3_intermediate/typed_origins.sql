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
