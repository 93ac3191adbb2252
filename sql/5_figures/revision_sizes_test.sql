-- every breach is counted once, and no more are replaced than were revised
select
    cast(sum(breaches) as bigint) as breaches,
    cast(sum(replaced) as bigint) as replaced
from figures.revision_sizes
having sum(breaches) <> (
        select count(*)
        from marts.breach_versions
        semi join marts.breaches using (breach_id)
        cross join (
            select max(case when is_as_of then as_of_on else date '9999-12-31' end) as until_on
            from marts.captures
        )
        where version = 1
            and valid_from <= until_on
    )
    or sum(replaced) > (
        select count(distinct breach_id)
        from marts.breach_versions
        where version > 1
            and list_contains(changed_columns, 'individuals')
    );

-- a share is that of its counts, quartiles rise, and where none was replaced none has a factor
select first_count, seen_at, breaches, replaced, replaced_share, raised, factor_median
from figures.revision_sizes
where abs(replaced_share * breaches - replaced) > 1e-6
    or replaced > breaches
    or raised > replaced
    or (median_days is null) <> (replaced = 0)
    or median_days < 0
    or factor_lower_quartile > factor_median
    or factor_median > factor_upper_quartile
    or factor_upper_quartile > factor_largest
    or (replaced = 0 and factor_largest is not null)
    or (first_count = 'none' and factor_largest is not null)
    or (first_count = 'none' and individuals_first is not null)
    or (first_count = '500 or 501' and individuals_first > 501 * replaced);

-- what replaced numbers add is what the breaches that were revised say
select stated, counted
from (
    select coalesce(sum(individuals_newest), 0) - coalesce(sum(individuals_first), 0) as stated
    from figures.revision_sizes
)
cross join (
    select coalesce(sum(newest), 0) - coalesce(sum(first), 0) as counted
    from (
        select
            arg_min_null(individuals, version) as first,
            arg_max_null(individuals, version) as newest
        from marts.breach_versions
        semi join marts.breaches using (breach_id)
        cross join (
            select max(case when is_as_of then as_of_on else date '9999-12-31' end) as until_on
            from marts.captures
        )
        where valid_from <= until_on
        group by breach_id
    )
    where first is distinct from newest
)
where stated <> counted;
