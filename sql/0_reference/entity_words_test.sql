-- every word has a known kind, and only abbreviations have a replacement
select words, kind, replaced_by
from reference.entity_words
where kind is null
    or kind not in ('legal form', 'title', 'filler', 'cut', 'abbreviation', 'no name')
    or (kind = 'abbreviation') <> (replaced_by is not null);

-- every word has only lower-case letters and digits
select words
from reference.entity_words
where not regexp_full_match(words, '[a-z0-9]+( [a-z0-9]+)*')
    or (kind <> 'no name' and contains(words, ' '))
    or not regexp_full_match(coalesce(replaced_by, 'a'), '[a-z0-9]+( [a-z0-9]+)*');
