-- One row per distinct description: the first rule that fires on its narrative, and the words.
--
-- Rules are tried in passes, the hundreds of their order: those of 100 to 199 on all narratives,
-- the next on what they left. DuckDB compiles a pattern that stands in a table anew for each text
-- that it is given; so narratives stand on pages, one a line, and a rule reads a page at once. The
-- time grows with the texts. Put rules that decide much, and begin with plain letters, first.
--
-- A page is long, and DuckDB copies it wherever it stands beside what is joined or unnested: so the
-- rules of a pass come to it as one list, and it is gone before what they found is unnested.
--
-- Parts: intermediate.narratives, narrative_no, 61440
--
-- Key: description_hash
--
-- description_hash  MD5 of the description, in hexadecimal digits.
-- rule              The rule of reference.origin_rules that won; null where none fires.
-- evidence          The words that it found first, in lower case.

with recursive narratives as (
    select
        description_hash,
        narrative_no,
        narrative
    from intermediate.narratives
    where narrative_no >= coalesce(getvariable('part_from'), 1)
        and narrative_no <= coalesce(getvariable('part_to'), 9223372036854775807)
),

-- Groups are told to keep nothing: what a group holds RE2 finds by a second, slower way. A
-- parenthesis after a backslash or in brackets is no group.
rules as (
    select
        rule,
        rule_order,
        rule_order // 100 as pass,
        list_transform(
            [pattern, unless],
            lambda text: '(?:' || array_to_string(list_transform(
                regexp_extract_all(
                    text, '\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?|(?s:.)'
                ),
                lambda token: case when token = '(' then '(?:' else token end
            ), '') || ')'
        ) as patterns
    from intermediate.rule_patterns
    where looks_at = 'description'
),

passes as (
    select
        pass,
        list({rule: rule, rule_order: rule_order, patterns: patterns}) as rules
    from rules
    group by pass
),

-- Narratives without a rule go on to the next pass; those with one stay, without their text.
tried as (
    select
        (select min(pass) from rules) as pass,
        narrative_no,
        lower(narrative) as narrative,
        cast(null as varchar) as rule,
        cast(null as varchar) as rest
    from narratives

    union all

    (
        with left_over as (
            select pass, narrative_no, narrative
            from tried
            where rule is null
                and pass <= (select max(pass) from rules)
        ),

        pages as (
            select
                pass,
                string_agg(narrative || chr(9) || narrative_no || '.', chr(10)) as lines
            from left_over
            group by pass, narrative_no // 20000
        ),

        -- From the words to the end of the line, which is the number.
        found as (
            select
                unnest(list_transform(rules, lambda r: {
                    rule: r.rule,
                    rule_order: r.rule_order,
                    unless: r.patterns[2],
                    rests: regexp_extract_all(lines, r.patterns[1] || '[^\n\t]*\t\d+')
                })) as found
            from pages
            join passes using (pass)
        ),

        matched as (
            select
                found.rule,
                found.rule_order,
                found.unless,
                unnest(found.rests) as rest
            from found
        ),

        numbered as (
            select
                rule,
                rule_order,
                unless,
                cast(split_part(rest, chr(9), 2) as bigint) as narrative_no,
                split_part(rest, chr(9), 1) as rest
            from matched
        ),

        stopped as (
            select
                rule,
                cast(split_part(unnest(regexp_extract_all(
                    string_agg(narrative || chr(9) || narrative_no || '.', chr(10)),
                    unless || '[^\n\t]*\t\d+'
                )), chr(9), 2) as bigint) as narrative_no
            from numbered
            join left_over using (narrative_no)
            where unless is not null
            group by rule, unless, narrative_no // 20000
        ),

        won as (
            select
                narrative_no,
                min_by(rule, rule_order) as rule,
                min_by(rest, rule_order) as rest
            from numbered
            anti join stopped using (rule, narrative_no)
            group by narrative_no
        )

        select
            pass + 1,
            narrative_no,
            case when won.rule is null then narrative end,
            won.rule,
            won.rest
        from left_over
        left join won using (narrative_no)
    )
),

-- Every line begins with the words: RE2 leaps from one line feed to the next.
evidence as (
    select
        rule,
        unnest(list(narrative_no)) as narrative_no,
        substr(unnest(regexp_extract_all(
            string_agg(chr(10) || rest, ''), '(?m)\n' || patterns[1]
        )), 2) as evidence
    from tried
    join rules using (rule)
    group by rule, patterns, narrative_no // 20000
)

select
    description_hash,
    rule,
    evidence
from narratives
left join evidence using (narrative_no)
