-- One row per capture: how much the list held, and how much of it was under investigation.
--
-- A report moves from under investigation to the archive once OCR has resolved it or it is older
-- than 24 months; until July 2017 the portal had one list of all. Compare complete captures only,
-- or one view over captures that saved it. There are no rows if only one capture was saved, and
-- none for captures after a day that was asked for.
--
-- Key: captured_on, capture_no
--
-- captured_on, capture_no, capture  As in marts.totals_by_capture.
-- is_complete, is_current  As in marts.captures.
-- archived             Reports in the archive view, except those that the same capture lists under
--                      investigation; null if the view was not saved or did not exist.
-- under_investigation  Reports under investigation; null likewise.
-- breaches             Breaches listed; one in both views counts once; null if a view is missing.
-- individuals          People affected, of the breaches that state a number; null likewise.

with shown as (
    select
        captured_on,
        capture_no,
        capture,
        is_complete,
        is_current,
        case when is_complete then breaches end as breaches
    from marts.captures
    where captured_on <= as_of_on
        or not is_as_of
),

moved as (
    select
        captured_on,
        capture_no,
        sum(coalesce(individuals_change, individuals, 0)) as individuals
    from marts.totals_by_capture
    group by all
),

views as (
    select
        captured_on,
        capture_no,
        max(rows) filter (where view = 'archive') as archived,
        max(rows) filter (where view = 'under-investigation') as under_investigation
    from marts.snapshots
    group by all
),

summed as (
    select
        captured_on,
        capture_no,
        cast(
            sum(individuals) over (order by captured_on, capture_no) as bigint
        ) as individuals
    from shown
    left join moved using (captured_on, capture_no)
    where is_complete
)

select
    captured_on,
    capture_no,
    capture,
    is_complete,
    is_current,
    case when under_investigation is null then archived else breaches - under_investigation end
        as archived,
    under_investigation,
    breaches,
    individuals
from shown
left join views using (captured_on, capture_no)
left join summed using (captured_on, capture_no)
where (select count(*) from shown) > 1
order by captured_on, capture_no
