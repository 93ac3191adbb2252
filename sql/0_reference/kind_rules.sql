-- One row per rule that gives a breach its kinds of data, outcome or kind of reporter.
--
-- Patterns are RE2 regular expressions on text in lower case. When this table is filled, the
-- program writes it as functions: described_part, data_kinds and those beside it in this schema.
--
-- Key: rule
--
-- rule        The rule in words, joined by hyphens.
-- rule_order  Of an outcome or provider_kind the lowest that fires wins; of data_kind all count.
-- attribute   data_kind, outcome, provider_kind or ransomware: the column of marts.breach_kinds;
--             described: where a description stops describing what happened.
-- value       What the rule says where it fires.
-- looks_at    description: all of it; described: what stands before the rule of attribute
--             described fires; name: the name of the reporter.
-- pattern     What must be found for the rule to fire.
-- unless      What keeps it from firing where found as well; null where nothing does.
-- note        What the rule means, and what it passes over.

select
    cast(null as varchar) as rule,
    cast(null as bigint) as rule_order,
    cast(null as varchar) as attribute,
    cast(null as varchar) as value,
    cast(null as varchar) as looks_at,
    cast(null as varchar) as pattern,
    cast(null as varchar) as unless,
    cast(null as varchar) as note
where false
