-- the raw share is that of the reading of descriptions only
select year, internal, external, internal_share
from figures.corrected_origin_by_year
full join (
    select
        year,
        internal as internal_read,
        external as external_read,
        internal_share as share_read
    from figures.origin_by_year
    where reading = 'descriptions only'
) as readings using (year)
where internal is distinct from internal_read
    or external is distinct from external_read
    or internal_share is distinct from share_read;

-- a corrected share, seen through the rules' errors, gives the raw one
select year, internal_share, corrected_share, sensitivity, specificity
from figures.corrected_origin_by_year
where corrected_share > 0
    and corrected_share < 1
    and abs(
        corrected_share * sensitivity + (1 - corrected_share) * (1 - specificity) - internal_share
    ) > 0.000001e0;

-- a corrected share is between 0 and 1 with its interval, and there where labels measure errors
select year, corrected_share, corrected_share_low, corrected_share_high
from figures.corrected_origin_by_year
where corrected_share not between 0 and 1
    or corrected_share_low not between 0 and 1
    or corrected_share_high not between 0 and 1
    or corrected_share_low >= corrected_share_high
    or (corrected_share is null) <> (corrected_share_low is null)
    or (corrected_share is null) <> (corrected_share_high is null)
    or (corrected_share is not null and (internal_labels < 20 or external_labels < 20))
    or (
        corrected_share is null
        and internal_share is not null
        and internal_labels >= 20
        and external_labels >= 20
        and sensitivity + specificity > 1
    );
