-- One row per rule that gives a breach its cause, origin and threat, or word that the rules use.
--
-- Patterns are RE2 regular expressions, blind to upper and lower case. They see a narrative as
-- one line that ends with a period and has no other periods than those between sentences, so
-- [^.]* stays within a sentence. {person} and {device} stand for the words of those names.
-- When this table is filled, the program writes it as functions: winning_rule and those beside it.
--
-- Key: rule
--
-- rule         The rule in words, joined by hyphens.
-- rule_order   The lowest that fires wins; null for words.
-- looks_at     description: the narrative; type: the portal's types, locations and whether a
--              business associate was involved, asked where no description decides; naive-type:
--              likewise, for the naive map alone; word: what {rule} stands for in patterns.
-- pattern, unless  As in reference.kind_rules.
-- cause        One of reference.causes; null where the rule tells the origin alone.
-- origin       internal or external, as the cause has it; null for words.
-- hicp_threat  One of reference.hicp_threats; null where the rule tells of none.
-- note         What the rule is for, with an invented example, or why a type decides.

select
    cast(null as varchar) as rule,
    cast(null as bigint) as rule_order,
    cast(null as varchar) as looks_at,
    cast(null as varchar) as pattern,
    cast(null as varchar) as unless,
    cast(null as varchar) as cause,
    cast(null as varchar) as origin,
    cast(null as varchar) as hicp_threat,
    cast(null as varchar) as note
where false
