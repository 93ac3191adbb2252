-- a version begins where the one before it ended, or later, after the breach had vanished
select breach_id, version
from (
    select
        *,
        lag(gone_order) over by_breach as previous_gone_order,
        lag(is_vanished) over by_breach as previous_is_vanished
    from intermediate.breach_versions
    window by_breach as (partition by breach_id order by version)
)
where version > 1
    and (
        previous_gone_order is null
        or first_order < previous_gone_order
        or (first_order > previous_gone_order and not previous_is_vanished)
        or is_return <> previous_is_vanished
    );

-- a version differs from the one before it, or the breach had vanished between
select breach_id, version
from intermediate.breach_versions
where version > 1
    and not is_return
    and changed_columns = [];

-- a complete capture lists as many breaches as have a version that holds then
with turns as (
    select first_order as capture_order, count(*) as change
    from intermediate.breach_versions
    group by all
    union all
    select gone_order as capture_order, -count(*) as change
    from intermediate.breach_versions
    where gone_order is not null
    group by all
),

standing as (
    select
        capture_order,
        sum(coalesce(sum(change), 0)) over (order by capture_order) as versions
    from intermediate.captures
    left join turns using (capture_order)
    group by capture_order
)

select capture, breaches, versions
from marts.captures
join intermediate.captures using (captured_on, capture_no, capture)
join standing using (capture_order)
where marts.captures.is_complete
    and breaches <> versions;
