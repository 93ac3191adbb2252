-- One row per rule that gives a breach its kinds of data, outcome or kind of reporter.
--
-- Patterns are RE2 regular expressions for text in lower case. When the table is filled, the
-- program turns the rules into macros of this schema: described_part, data_kinds and others.
--
-- Key: rule
--
-- rule        Name of the rule: words joined by hyphens.
-- rule_order  For an outcome or provider_kind the matching rule with the lowest order wins; for
--             data_kind all matching rules count.
-- attribute   data_kind, outcome, provider_kind or ransomware: the column of marts.breach_kinds;
--             described: where the part of a description ends that describes the incident.
-- value       Value of the column if the rule matches.
-- looks_at    Text that the rule reads. description: all of it; described: the part before the
--             match of attribute described; name: the name of the reporter.
-- words       Phrases with | between them, one of which the text must contain as well; null if none
--             is needed. To look for a few phrases is faster than to try a pattern on each text.
-- pattern     Pattern that must match.
-- unless      Pattern that must not match; null if there is none.
-- note        What the rule means, and what it misses.

select
    cast(null as varchar) as rule,
    cast(null as bigint) as rule_order,
    cast(null as varchar) as attribute,
    cast(null as varchar) as value,
    cast(null as varchar) as looks_at,
    cast(null as varchar) as words,
    cast(null as varchar) as pattern,
    cast(null as varchar) as unless,
    cast(null as varchar) as note
where false
