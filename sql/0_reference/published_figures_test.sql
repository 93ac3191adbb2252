-- every published figure is of a study that is listed
select study, no
from reference.published_figures
anti join reference.studies using (study);

-- a published number is a multiple of the unit to which it was printed
select study, no, value, as_printed, printed_to
from reference.published_figures
where printed_to is null
    or printed_to <= 0
    or abs(value / printed_to - round(value / printed_to)) > 0.000001;
