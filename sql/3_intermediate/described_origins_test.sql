-- every narrative was tried
select description_hash
from intermediate.narratives
anti join intermediate.described_origins using (description_hash)
order by description_hash;

-- a rule that decided shows its words, and they stand in the narrative
select description_hash, rule, evidence
from intermediate.described_origins
join intermediate.narratives using (description_hash)
where (rule is null) <> (evidence is null)
    or not contains(lower(narrative), lower(evidence))
order by description_hash;
