-- One row per step by which a study's numbers follow from other printed numbers.
--
-- For studies that do not count breaches of the list: notifications of the health sector in
-- Australia, July to September 2018. The study's 45 and 56 % are not from the report of that
-- quarter.
--
-- Key: study, step
--
-- study     The study in reference.studies.
-- step      Counts its steps from 1.
-- result    What the step computes.
-- computed  How, with the numbers: printed ones, or those of earlier steps.
-- value     The result.
-- unit      count or percent.
-- printed   The number that it is compared with; null for an intermediate step.
-- verdict   same if equal as rounded in print, otherwise differs; null likewise.

with printed as (
    select
        max(value) filter (where no = 1) as in_four_periods,
        max(value) filter (where no = 2) as in_first,
        max(value) filter (where no = 3) as in_second,
        max(value) filter (where no = 4) as in_fourth,
        max(value) filter (where no = 5) as errors_in_three,
        max(value) filter (where no = 6) as error_share_second,
        max(value) filter (where no = 7) as error_share_fourth,
        max(value) filter (where no = 8) as in_third,
        max(value) filter (where no = 9) as error_share_third
    from reference.published_figures
    where study = 'oaic-2018-q3'
),

derived as (
    select
        *,
        in_four_periods - in_first - in_second - in_fourth as notifications,
        round(in_second * error_share_second / 100) as errors_second,
        round(in_fourth * error_share_fourth / 100) as errors_fourth,
        errors_in_three - errors_second - errors_fourth as errors,
        100 * errors / notifications as error_share
    from printed
),

steps as (
    select
        1 as step,
        'health notifications, July to September 2018' as result,
        format(
            '{:.0f} of February to December − {:.0f} − {:.0f} − {:.0f} of the other periods',
            in_four_periods, in_first, in_second, in_fourth
        ) as computed,
        notifications as value,
        'count' as unit,
        in_third as printed
    from derived
    union all
    select
        2 as step,
        'human errors, April to June 2018' as result,
        format('{:.0f} % of {:.0f}', error_share_second, in_second) as computed,
        errors_second as value,
        'count' as unit,
        cast(null as double) as printed
    from derived
    union all
    select
        3 as step,
        'human errors, October to December 2018' as result,
        format('{:.0f} % of {:.0f}', error_share_fourth, in_fourth) as computed,
        errors_fourth as value,
        'count' as unit,
        cast(null as double) as printed
    from derived
    union all
    select
        4 as step,
        'human errors, July to September 2018' as result,
        format(
            '{:.0f} of April to December − {:.0f} − {:.0f}',
            errors_in_three, errors_second, errors_fourth
        ) as computed,
        errors as value,
        'count' as unit,
        cast(null as double) as printed
    from derived
    union all
    select
        5 as step,
        'share of human error, July to September 2018' as result,
        format('{:.0f} of {:.0f}', errors, notifications) as computed,
        error_share as value,
        'percent' as unit,
        error_share_third as printed
    from derived
)

select
    'oaic-2018-q3' as study,
    step,
    result,
    computed,
    value,
    unit,
    printed,
    case
        when round(value) = printed then 'same'
        when printed is not null then 'differs'
    end as verdict
from steps
order by step
