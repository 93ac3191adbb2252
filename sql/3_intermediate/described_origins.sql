-- One row per distinct description: the first rule that fires on its narrative, and the words.
--
-- The rules are macros of the schema reference, which the program writes when it loads
-- reference.origin_rules. To read one: select macro_definition from duckdb_functions() where
-- function_name = 'winning_words'. Each rule is tried on the descriptions that earlier rules left
-- undecided. To save time, put rules first that decide many and begin with plain letters.
--
-- Key: description_no
--
-- description_no  From intermediate.reports.
-- rule            The rule of reference.origin_rules that won; null if none fires.
-- evidence        The first words that it found, in lower case.

with decided as (
    select
        description_no,
        reference.winning_words(lower(narrative)) as winning
    from intermediate.narratives
)

select
    description_no,
    split_part(winning, chr(10), 1) as rule,
    split_part(winning, chr(10), 2) as evidence
from decided
