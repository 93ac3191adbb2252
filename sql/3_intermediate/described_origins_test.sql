-- every narrative was tried
select description_no
from intermediate.narratives
anti join intermediate.described_origins using (description_no)
order by description_no;

-- a rule that decided shows its words, and they stand in the narrative
select description_no, rule, evidence
from intermediate.described_origins
join intermediate.narratives using (description_no)
where (rule is null) <> (evidence is null)
    or not contains(lower(narrative), lower(evidence))
order by description_no;
