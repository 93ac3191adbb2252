-- every rule's cause is one of Jiang and Bai's
select rule, cause
from reference.origin_rules
anti join reference.causes using (cause)
where cause is not null;

-- a rule's origin is its cause's
select rule, origin_rules.origin, causes.origin as origin_of_cause
from reference.origin_rules
join reference.causes using (cause)
where origin_rules.origin is distinct from causes.origin;

-- every rule's threat is one of HICP's
select rule, hicp_threat
from reference.origin_rules
anti join reference.hicp_threats using (hicp_threat)
where hicp_threat is not null;

-- no two rules have the same order
select rule_order, string_agg(rule, ', ' order by rule) as rules
from reference.origin_rules
where rule_order is not null
group by all
having count(*) > 1;

-- a rule has a known text to read, a pattern, an order from 100 and an origin; a word has no origin
select rule, looks_at, rule_order, origin
from reference.origin_rules
where looks_at is null
    or looks_at not in ('description', 'type', 'naive-type', 'word')
    or pattern is null
    or (looks_at = 'word' and (rule_order is not null or origin is not null))
    or (looks_at <> 'word' and (rule_order is null or rule_order < 100 or origin is null))
    or (looks_at in ('description', 'type') and cause is null)
    or origin not in ('internal', 'external');

-- rules of types come after rules of descriptions
select rule, rule_order
from reference.origin_rules
where looks_at <> 'word'
    and looks_at <> 'description'
    and rule_order <= (
        select max(rule_order) from reference.origin_rules where looks_at = 'description'
    );

-- a rule of descriptions must not match the empty text
select rule, pattern
from reference.origin_rules
where looks_at = 'description'
    and regexp_matches('', pattern);

-- {person} and {device} stand for a word of the rules
select rule, unnest(regexp_extract_all(concat(pattern, unless), '\{[a-z]+\}')) as unknown_word
from reference.origin_rules
where regexp_matches(
    replace(replace(concat(pattern, unless), '{person}', ''), '{device}', ''), '\{[a-z]+\}'
)
or (
    regexp_matches(concat(pattern, unless), '\{(person|device)\}')
    and (
        select count(*)
        from reference.origin_rules
        where looks_at = 'word'
            and rule in ('person', 'device')
    ) < 2
);

-- a pattern has no class or flag with a capital letter, which lower case would change
select rule, pattern, unless
from reference.origin_rules
where regexp_matches(concat(pattern, unless), '\\[pPQ\\]|\(\?[a-z-]*[A-Z]');
