-- One row per calendar year: the share of internal breaches, raw and corrected for errors.
--
-- The rules take some external breaches for internal ones, and the reverse. The rates of these
-- errors are measured on reference.origin_labels. The share is corrected for them by the method of
-- Rogan and Gladen (Am J Epidemiol 1978;107:71-76), with the interval of Lang and Reiczigel (Prev
-- Vet Med 2014;113:13-22), which accounts for the small number of labels. Read it with care. The
-- rules were written with these labels in view, so the true errors are larger. The rates are the
-- same for all years, although descriptions from before 2018 are harder to read. Undetermined
-- breaches are left out of both the labels and the share.
--
-- Key: year
--
-- year                  Year of submission to OCR.
-- internal              Breaches whose description says that they came from inside.
-- external              Breaches whose description says that they came from outside.
-- internal_share        internal of internal and external, 0 to 1; null where neither is.
-- corrected_share       The share corrected for the rules' errors, 0 to 1; null if internal_share
--                       is null, if fewer than 20 labels of an origin are here, or if the rules do
--                       no better than chance.
-- corrected_share_low   Lower end of its 95 % interval; null likewise.
-- corrected_share_high  Upper end of it; null likewise.
-- sensitivity           Share of the labels of internal breaches that the rules call internal.
-- internal_labels       Labels of internal breaches that are here and on which the rules decide.
-- specificity           Share of the labels of external breaches that the rules call external.
-- external_labels       Labels of external breaches that are here and on which the rules decide.
-- is_partial_year       True where the list cannot cover the year.

with judged as (
    select
        labelled_breaches.origin as label,
        origin_by_description = labelled_breaches.origin as is_right
    from marts.labelled_breaches
    join marts.breaches using (breach_id)
    where labelled_breaches.origin is not null
        and origin_by_description is not null
),

rates as (
    select
        count(case when label = 'internal' then 1 end) as internal_labels,
        count(case when label = 'external' then 1 end) as external_labels,
        count(case when label = 'internal' and is_right then 1 end) as internal_right,
        count(case when label = 'external' and is_right then 1 end) as external_right
    from judged
),

read as (
    select
        year,
        count(case when origin = 'internal' then 1 end) as internal,
        count(case when origin = 'external' then 1 end) as external
    from marts.origin_readings
    where reading = 'descriptions only'
    group by all
),

shares as (
    select
        marts.years.year,
        is_partial_year,
        coalesce(internal, 0) as internal,
        coalesce(external, 0) as external,
        internal / nullif(internal + external, 0) as share,
        internal_labels,
        external_labels,
        internal_right / nullif(internal_labels, 0) as sensitivity,
        external_right / nullif(external_labels, 0) as specificity,
        internal_labels >= 20
        and external_labels >= 20
        and internal_right / nullif(internal_labels, 0)
            + external_right / nullif(external_labels, 0) > 1 as is_measured,
        -- One success and one failure are added to either rate, and z squared halves to the share.
        (internal_right + 1) / (internal_labels + 2) as s,
        (external_right + 1) / (external_labels + 2) as c,
        internal_labels + 2 as s_n,
        external_labels + 2 as c_n,
        internal + external + 1.959963984540054e0 * 1.959963984540054e0 as n,
        (internal + 1.959963984540054e0 * 1.959963984540054e0 / 2)
        / (internal + external + 1.959963984540054e0 * 1.959963984540054e0) as p,
        1.959963984540054e0 as z
    from marts.years
    cross join rates
    left join read on read.year = marts.years.year
),

adjusted as (
    select
        *,
        (p + c - 1) / (s + c - 1) as a
    from shares
),

bounded as (
    select
        *,
        a + 2 * z * z * (a * s * (1 - s) / s_n - (1 - a) * c * (1 - c) / c_n) as middle,
        z * sqrt(
            p * (1 - p) / n + a * a * s * (1 - s) / s_n + (1 - a) * (1 - a) * c * (1 - c) / c_n
        ) / (s + c - 1) as reach
    from adjusted
)

select
    year,
    internal,
    external,
    share as internal_share,
    case
        when is_measured and share is not null
            then greatest(0, least(1, (share + specificity - 1) / (sensitivity + specificity - 1)))
    end as corrected_share,
    case when is_measured and share is not null then greatest(0, least(1, middle - reach)) end
        as corrected_share_low,
    case when is_measured and share is not null then greatest(0, least(1, middle + reach)) end
        as corrected_share_high,
    sensitivity,
    internal_labels,
    specificity,
    external_labels,
    is_partial_year
from bounded
order by year
