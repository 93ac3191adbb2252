-- One row per reading of the list, published figure of a study and breach that it counts.
--
-- There are three readings. 'then' is the list as of the day when the study read it; 'newest' is
-- the list of the newest complete capture. Both are counted by the study's own rule: a breach
-- counts in each of its types and locations, and a blank count is no number. 'naive' is what a
-- spreadsheet's pivot makes of the newest list: a blank is 0, and a cell with several types is a
-- separate category. A study of described breaches counts only those, with the cause and origin by
-- their descriptions; the naive origin is by a map of the types.
--
-- Given: study_asked
--
-- Key: reading, no, part, breach_id, category
--
-- reading           then, newest or naive.
-- no                The figure in reference.published_figures.
-- part              counted; or base: the denominator of a share or a change and, for a rank, every
--                   breach of every category.
-- breach_id         The breach in marts.breaches.
-- category          Category under which it counts; empty if the figure has none.
-- year              Year of submission to OCR.
-- individuals       People affected; null if the report states no number, which naive takes for 0.
-- is_reconstructed  True if no capture by the day of the reading lists it.
-- view              Where the portal listed it, as in marts.breaches_as_of.

select * exclude (study)
from marts.counted_in_studies([study_asked])
