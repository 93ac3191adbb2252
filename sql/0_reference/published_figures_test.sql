-- every published figure belongs to a listed study
select study, no
from reference.published_figures
anti join reference.studies using (study);

-- a published number is a multiple of the unit of its last printed digit
select study, no, value, as_printed, printed_to
from reference.published_figures
where printed_to is null
    or printed_to <= 0
    or abs(value / printed_to - round(value / printed_to)) > 0.000001;

-- a published number is read as the words printed with it require
select study, no, as_printed, rounding
from reference.published_figures
where rounding is distinct from case
        when regexp_matches(as_printed, '(?i)\b(at least|no (less|fewer) than)\b') then 'at least'
        when regexp_matches(as_printed, '(?i)\b(more than|over|exceed)') then 'more than'
        when regexp_matches(as_printed, '(?i)\b(less|fewer) than\b') then 'less than'
        when regexp_matches(as_printed, '(?i)\b(nearly|almost|close to)\b') then 'nearly'
        else 'nearest'
    end;

-- a number that a study prints in two places is one figure
select study, min(no) as no, value
from reference.published_figures
group by
    study, metric, period_start, period_end, breakdown,
    case when breakdown = 'all' then 'all' else category end,
    value
having count(*) > 1;
