-- One row per rule of origins that fires on a breach, and its effect.
--
-- Call it in any SQL: from marts.fired_rules('0123456789abcdef') order by rule_order. The rules are
-- applied to the breach as marts.breaches shows it.
--
-- Given: breach_asked
--
-- Key: rule
--
-- rule_order   The rule with the lowest order that fires and is not stopped wins.
-- rule         The rule in reference.origin_rules.
-- looks_at     description, type or naive-type, as there.
-- cause        The cause that it gives; null if it gives only the origin.
-- origin       internal or external.
-- hicp_threat  The threat that it gives; null if none.
-- evidence     The first words that it found; those of a description in lower case.
-- stopped_by   The words that match its exception (column unless); null if there are none.
-- outcome      won; stopped; later: another had won; not asked: a description had decided;
--              compared only: a rule of the naive map, which decides nothing.

with shown as (
    select
        description_no,
        types,
        breaches.origin_rule as winner,
        breaches.origin_basis as basis
    from marts.breaches
    join intermediate.reports using (source_file, source_line)
    where breach_id = breach_asked
),

texts as (
    select
        winner,
        basis,
        types,
        lower(narrative) as narrative
    from shown
    left join intermediate.narratives using (description_no)
),

tried as (
    select
        rule_order,
        rule,
        looks_at,
        cause,
        origin,
        hicp_threat,
        winner,
        basis,
        case looks_at when 'description' then narrative else types end as words
    from texts
    cross join reference.origin_rules
    where looks_at <> 'word'
),

found as (
    select
        *,
        reference.rule_words(rule, words) as evidence,
        reference.stopping_words(rule, words) as stopped_by
    from tried
)

select
    rule_order,
    rule,
    looks_at,
    cause,
    origin,
    hicp_threat,
    evidence,
    stopped_by,
    case
        when looks_at = 'naive-type' then 'compared only'
        when rule = winner then 'won'
        when stopped_by is not null then 'stopped'
        when looks_at = 'type' and basis = 'description' then 'not asked'
        else 'later'
    end as outcome
from found
where evidence is not null
order by rule_order
