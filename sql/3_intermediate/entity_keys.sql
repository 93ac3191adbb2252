-- One row per name of a reporter: the key that joins different spellings of it.
--
-- Case, accents, punctuation, text in brackets, legal forms and the name after d/b/a do not count,
-- and some abbreviations are written out: the rules are in reference.entity_words. Nothing else is
-- guessed: a misspelt name, a new name and a subsidiary each count as another reporter, and two
-- practices with the same name count as one.
--
-- Key: entity_name
--
-- entity_name  As published, in any report.
-- entity_key   Lower-case words separated by blanks; null for an entry that is not a name: N/A.

with names as (
    select distinct entity_name
    from staging.breach_reports
    where entity_name is not null
),

-- P.A. and d/b/a become words; apostrophes, and characters that a copy lost, leave no gap.
cleaned as (
    select
        entity_name,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    lower(strip_accents(entity_name)), '\([^)]*\)|\[[^]]*\]', ' ', 'g'
                ),
                '\b([a-z])[./]|[''’‘`´�]', '\1', 'g'
            ),
            ' *[^a-z0-9 ][^a-z0-9]*|  +', ' ', 'g'
        ) as cleaned
    from names
),

plain as (
    select
        entity_name,
        trim(cleaned) as plain
    from cleaned
),

listed as (
    select
        entity_name,
        string_split(plain, ' ') as words
    from plain
),

placed as (
    select
        entity_name,
        unnest(words) as word,
        generate_subscripts(words, 1) as position
    from listed
),

-- Nearly half of the names hold no word of the rules, and stay as they are.
ruled as (
    select distinct entity_name
    from placed
    semi join reference.entity_words on words = word
),

-- After these words, a legal form is part of the name.
introduced as (
    select
        entity_name,
        position + 1 as position,
        true as is_introduced
    from placed
    where word in ('of', 'in')
),

judged as (
    select
        entity_name,
        list_sort(
            list(struct_pack(place := position, word := coalesce(replaced_by, word))) filter (
                where kind is null
                    or kind not in ('legal form', 'title', 'filler')
                    or is_introduced
            )
        ) as kept,
        min(case when kind = 'cut' and position > 1 then position end) as cut_position
    from placed
    semi join ruled using (entity_name)
    left join introduced using (entity_name, position)
    left join reference.entity_words on words = word
    group by all
),

shortened as (
    select
        entity_name,
        nullif(array_to_string(
            list_transform(
                list_filter(kept, one -> cut_position is null or one.place < cut_position),
                one -> one.word
            ),
            ' '
        ), '') as shortened
    from judged
),

-- Where nothing would be left, all is.
joined as (
    select
        entity_name,
        coalesce(shortened, plain) as joined
    from plain
    left join shortened using (entity_name)
)

select
    entity_name,
    case when kind = 'no name' or joined = '' then null else joined end as entity_key
from joined
left join reference.entity_words on words = joined
