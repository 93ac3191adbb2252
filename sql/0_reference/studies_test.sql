-- a study has a day on which it read the list, or a reason why it is not followed
select study, is_followed, read_on, why_not
from reference.studies
where is_followed is null
    or (is_followed and (read_on is null or period_start is null or why_not is not null))
    or (not is_followed and why_not is null);
