-- a rule has an order, an attribute, a value and a pattern, and reads the text for its attribute; the
-- rule that ends a text needs no words
select rule, rule_order, attribute, looks_at
from reference.kind_rules
where rule_order is null
    or value is null
    or pattern is null
    or coalesce(attribute || ' of ' || looks_at, '') not in (
        'described of description', 'data_kind of described', 'outcome of description',
        'provider_kind of name', 'ransomware of described'
    )
    or (attribute = 'described' and words is not null);

-- no two rules have the same order, and no two kinds of data the same value
select min(rule) as rule, attribute, rule_order
from reference.kind_rules
group by attribute, case when attribute = 'data_kind' then value end, rule_order
having count(*) > 1;

-- one rule ends the part of a description that describes the incident
select count(*) as rules
from reference.kind_rules
where attribute = 'described'
having count(*) <> 1;

-- a pattern must not match the empty text, nor may a phrase be empty
select rule, words, pattern
from reference.kind_rules
where regexp_matches('', pattern)
    or list_contains(string_split(words, '|'), '');

-- neither a pattern nor a phrase has a capital letter, which would never match
select rule, words, pattern, unless
from reference.kind_rules
where regexp_matches(regexp_replace(concat(words, pattern, unless), '\\[A-Z]', '', 'g'), '[A-Z]');

-- a value is one word, because lists of values are separated by spaces
select rule, value
from reference.kind_rules
where contains(value, ' ');
