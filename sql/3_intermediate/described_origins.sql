-- One row per distinct description: the first rule that fires on its narrative, and the words.
--
-- The rules stand in macros of the schema reference, which the program writes when it loads
-- reference.origin_rules. Read one: select macro_definition from duckdb_functions() where
-- function_name = 'winning_words'. Every rule is tried on what the rules before it left, so time
-- grows with the texts: put rules that decide much, and begin with plain letters, first.
--
-- Key: description_no
--
-- description_no  Of intermediate.reports.
-- rule            The rule of reference.origin_rules that won; null where none fires.
-- evidence        The words that it found first, in lower case.

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
