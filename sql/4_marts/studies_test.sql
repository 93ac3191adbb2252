-- every study stands in the list once, with all its published figures
select study, counted, printed
from (select study, figures as counted from marts.studies)
full join (
    select study, count(*) as printed
    from reference.published_figures
    group by all
) using (study)
where counted is distinct from printed;

-- a study is reproducible, or it is said why not
select study, is_reproducible, why_not
from marts.studies
where is_reproducible = (why_not is not null);
