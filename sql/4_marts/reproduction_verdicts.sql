-- One row: how many of a study's printed figures the list of its day reproduces.
--
-- Given: study_asked
--
-- Key: study
--
-- study             The study in reference.studies.
-- same              Figures that are equal as rounded in print.
-- within_tolerance  Figures that are not equal but within their tolerance.
-- differs           Figures outside their tolerance.
-- not_computed      Figures that the list cannot give.

select
    study,
    count(*) filter (where verdict = 'same') as same,
    count(*) filter (where verdict = 'within tolerance') as within_tolerance,
    count(*) filter (where verdict = 'differs') as differs,
    count(*) filter (where verdict = 'not computed') as not_computed
from marts.reproduction(study_asked)
group by all
