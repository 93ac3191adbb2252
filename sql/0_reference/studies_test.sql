-- a study is followed as of a day, or it is said why not
select study, is_followed, read_on, why_not
from reference.studies
where is_followed is null
    or (is_followed and (read_on is null or period_start is null or why_not is not null))
    or (not is_followed and why_not is null);
