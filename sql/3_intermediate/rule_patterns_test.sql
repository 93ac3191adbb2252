-- every rule has its pattern, without a word to be put in
select rule, rule_patterns.pattern
from reference.origin_rules
left join intermediate.rule_patterns using (rule)
where origin_rules.looks_at <> 'word'
    and (
        rule_patterns.pattern is null
        or regexp_matches(concat(rule_patterns.pattern, rule_patterns.unless), '\{[a-z]+\}')
    );
