-- One row per figure of a study, part of its explanation and kind of change, added up.
--
-- Given: study_asked
--
-- Key: no, part, change
--
-- no           The figure in reference.published_figures.
-- metric       What it counts.
-- category     The category.
-- part         changed since or reconstructed, as marts.reproduction_explained explains.
-- change       What happened to the breaches.
-- breaches     Number of these breaches.
-- difference   What they add to the figure in total.

select
    no,
    metric,
    category,
    part,
    change,
    count(*) as breaches,
    cast(sum(difference) as bigint) as difference
from marts.reproduction_explained(study_asked)
where part <> 'unexplained'
group by all
order by no, part, change
