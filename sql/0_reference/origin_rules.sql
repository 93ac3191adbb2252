-- One row per rule that gives a breach its cause, origin and threat, or per word that rules use.
--
-- Patterns are RE2 regular expressions that ignore case. They read a narrative as one line that
-- ends with a period and has no periods within sentences, so [^.]* stays within a sentence.
-- {person} and {device} stand for the patterns of the words with these names. When the table is
-- filled, the program turns the rules into macros of this schema: winning_rule and others.
--
-- Key: rule
--
-- rule         Name of the rule: words joined by hyphens.
-- rule_order   The matching rule with the lowest order wins; null for words.
-- looks_at     description: the narrative; type: the portal's types, its locations and whether a
--              business associate was involved, used if no description decides; naive-type: the
--              same values, for the naive map only; word: the pattern that {rule} stands for.
-- pattern, unless  As in reference.kind_rules.
-- cause        One of reference.causes; null if the rule decides only the origin.
-- origin       internal or external, the origin of the cause; null for words.
-- hicp_threat  One of reference.hicp_threats; null if the rule identifies none.
-- note         Purpose of the rule, with an invented example, or why a type decides.

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
