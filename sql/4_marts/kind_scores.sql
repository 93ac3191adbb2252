-- One row per value of marts.breach_kinds: how often the rules are right on reference.kind_labels.
--
-- Precision is the share of what the rules found that is right, recall the share of what the labels
-- name that was found. The intervals are Wilson's (J Am Stat Assoc 1927;22:209-212). Labels that
-- were drawn by a rule count only for its precision. A label is matched to its breach by day and by
-- the letters and digits of the name and, among several, by the count. Labels without a breach
-- here, or without the description that they read, are left out.
--
-- Given: half_asked
--
-- Key: attribute, value
--
-- attribute       data_kind, outcome, outcome_dollars, provider_kind or ransomware.
-- value           The value; any for outcome_dollars, which is right if the sums are equal.
-- labels          Labels that name it, of those drawn at random or by words for money.
-- recalled        Those in which the rules found it.
-- recall          recalled of labels, 0 to 1; null without labels.
-- recall_low      Lower end of its 95 % interval; null likewise.
-- recall_high     Upper end of it; null likewise.
-- found           Labelled breaches in which the rules found it.
-- correct         Those whose label names it.
-- precision       correct of found, 0 to 1; null where none is found.
-- precision_low   Lower end of its 95 % interval; null likewise.
-- precision_high  Upper end of it; null likewise.

with candidates as (
    select
        label_no,
        breach_id,
        row_number() over (
            partition by label_no
            order by
                case when marts.breaches.individuals = labels.individuals then 0 else 1 end,
                breach_id
        ) as place
    from reference.kind_labels as labels
    join marts.breaches
        on marts.breaches.submitted_on = labels.submitted_on
        and regexp_replace(lower(entity_name), '[^a-z0-9]', '', 'g')
            = regexp_replace(lower(labels.name), '[^a-z0-9]', '', 'g')
    where half = half_asked
        or half_asked = 'all'
),

pairs as (
    select
        label_no,
        drawn,
        labels.data_kinds as label_data_kinds,
        labels.outcome as label_outcome,
        labels.outcome_dollars as label_outcome_dollars,
        labels.provider_kind as label_provider_kind,
        labels.is_ransomware as label_is_ransomware,
        breach_kinds.*
    from candidates
    join reference.kind_labels as labels using (label_no)
    join marts.breach_kinds as breach_kinds using (breach_id)
    where place = 1
),

attributes as (
    select attribute, value
    from reference.kind_rules
    where attribute <> 'described'
),

judged as (
    select
        attribute,
        value,
        drawn,
        case attribute
            when 'data_kind' then list_contains(string_split(label_data_kinds, ' '), value)
            when 'outcome' then label_outcome = value
            when 'provider_kind' then label_provider_kind = value
            when 'ransomware' then label_is_ransomware
        end as is_labelled,
        case attribute
            when 'data_kind' then list_contains(data_kinds, value)
            when 'outcome' then outcome = value
            when 'provider_kind' then provider_kind = value
            when 'ransomware' then is_ransomware
        end as is_found,
        true as is_same
    from attributes
    cross join pairs
    where (is_described or attribute = 'provider_kind')
        and (
            drawn = 'at random'
            or drawn = 'by rule: ' || value
            or (
                drawn = 'by words of money'
                and value in ('penalty', 'resolution-agreement')
            )
        )
    union all
    select
        'outcome_dollars' as attribute,
        'any' as value,
        drawn,
        label_outcome_dollars is not null as is_labelled,
        outcome_dollars is not null as is_found,
        label_outcome_dollars is not distinct from outcome_dollars as is_same
    from pairs
    where is_described
        and not starts_with(drawn, 'by rule')
),

counted as (
    select
        attribute,
        value,
        count(case when is_labelled and not starts_with(drawn, 'by rule') then 1 end) as labels,
        count(
            case
                when is_labelled and is_found and is_same and not starts_with(drawn, 'by rule')
                    then 1
            end
        ) as recalled,
        count(case when is_found then 1 end) as found,
        count(case when is_labelled and is_found and is_same then 1 end) as correct
    from judged
    group by all
),

shares as (
    select
        *,
        recalled / nullif(labels, 0) as r,
        1.959963984540054e0 * 1.959963984540054e0 / nullif(labels, 0) as rz,
        correct / nullif(found, 0) as p,
        1.959963984540054e0 * 1.959963984540054e0 / nullif(found, 0) as pz
    from counted
)

select
    attribute,
    value,
    labels,
    recalled,
    r as recall,
    case
        when r is not null
            then greatest(0, (r + rz / 2 - sqrt(rz * (r * (1 - r) + rz / 4))) / (1 + rz))
    end as recall_low,
    case
        when r is not null
            then least(1, (r + rz / 2 + sqrt(rz * (r * (1 - r) + rz / 4))) / (1 + rz))
    end as recall_high,
    found,
    correct,
    p as precision,
    case
        when p is not null
            then greatest(0, (p + pz / 2 - sqrt(pz * (p * (1 - p) + pz / 4))) / (1 + pz))
    end as precision_low,
    case
        when p is not null
            then least(1, (p + pz / 2 + sqrt(pz * (p * (1 - p) + pz / 4))) / (1 + pz))
    end as precision_high
from shares
order by attribute, value
