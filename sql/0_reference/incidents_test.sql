-- every incident has words in lower case, a first and a last day, and a source
select incident, words, first_on, last_on, said_by
from reference.incidents
where words <> lower(words)
    or length(words) < 4
    or also_words <> lower(also_words)
    or first_on is null
    or last_on is null
    or first_on > last_on
    or said_by is null
    or source_url is null;
