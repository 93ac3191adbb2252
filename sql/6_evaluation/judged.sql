-- One row per labelled breach: its label, and the rules' answer for its text.
--
-- Key: source_line
--
-- source_line      Line of the file of labels on which the label starts, counted from 1.
-- name             Name of the entity; null if the file has none.
-- confidence       How certain the label is, in the file's words; null if not stated.
-- is_described     Whether there is a description to read.
-- label_origin     internal or external; null if the label is neither, and then not scored.
-- origin           The rules' answer; null if no rule decides, which counts as wrong.
-- is_right_origin  Null if there is no label.
-- label_cause      One of reference.causes; null if the label has none, and then not scored.
-- cause            The rules' answer; null if no rule decides, which counts as wrong.
-- is_right_cause   Null if there is no label.
-- origin_basis, origin_rule  As in intermediate.origins.
-- origin_evidence  The words that decided.
-- naive_origin     The naive map: theft and hacking external, other types internal; null for types
--                  that it does not know.
-- simplest_origin  The simplest map: hacking external, all else internal; null without types.
-- narrative        The text that the rules of descriptions read.

with named as (
    select
        source_line,
        causes.cause as label_cause
    from evaluation.labels
    join reference.causes on labels.cause in (causes.cause, causes.code)
)

select
    source_line,
    name,
    confidence,
    description_no > 0 as is_described,
    labels.origin as label_origin,
    origins.origin,
    case
        when labels.origin is not null
            then coalesce(labels.origin = origins.origin, false)
    end as is_right_origin,
    label_cause,
    origins.cause,
    case
        when label_cause is not null then coalesce(label_cause = origins.cause, false)
    end as is_right_cause,
    origin_basis,
    origin_rule,
    origin_evidence,
    origin_by_type as naive_origin,
    case
        when breach_types is null then null
        when list_contains(breach_types, 'Hacking/IT Incident') then 'external'
        else 'internal'
    end as simplest_origin,
    narrative
from evaluation.labels
join intermediate.reports using (source_line)
join intermediate.origins using (description_no, types)
left join intermediate.narratives using (description_no)
left join named using (source_line)
order by source_line
