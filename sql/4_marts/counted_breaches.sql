-- One row per reading of the list, published figure of a study and breach that it counts.
--
-- The readings are 'then', the list as of the day the study read it; 'newest', that of the newest
-- complete capture; both by the study's own rule, in which a breach counts in each of its types and
-- locations, and a blank count is no number; and 'naive', what a spreadsheet's pivot makes of the
-- newest: a blank is 0, and a cell with several types is a category of its own. A study of
-- described breaches counts those alone, with the cause and origin that their descriptions give;
-- the naive origin is that of a map of the types.
--
-- Given: study_asked
--
-- Key: reading, no, part, breach_id, category
--
-- reading           then, newest or naive.
-- no                The figure in reference.published_figures.
-- part              counted, or base: what a share or a change is taken of, and, for a rank, every
--                   breach of every category.
-- breach_id         The breach in marts.breaches.
-- category          Category under which it counts; empty where the figure has none.
-- year              Year of submission to OCR.
-- individuals       People affected; null where the report states none, 0 for that if naive.
-- is_reconstructed  True where no capture by the day of the reading lists it.
-- view              Where the portal listed it, as in marts.breaches_as_of.

select * exclude (study)
from marts.counted_in_studies([study_asked])
