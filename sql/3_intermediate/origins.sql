-- One row per distinct description and combination of types: cause, origin and threat.
--
-- The description decides first; if it does not, a rule on types may.
--
-- Key: description_no, types
--
-- description_no         From intermediate.reports: 0 without a description.
-- types                  From intermediate.reports: types, locations and business associate.
-- cause                  One of reference.causes; null where nothing decides.
-- origin                 internal, external, or null where nothing decides.
-- origin_basis           description or type: what decided; null where nothing did.
-- origin_rule            The rule of reference.origin_rules that decided.
-- origin_evidence        The words that decided; those of a description in lower case.
-- origin_by_description  The origin if descriptions alone count.
-- origin_by_type         The origin by the naive map of the types alone.
-- hicp_threat            One of reference.hicp_threats, by the same rule; null if it gives none.

with reports as (
    select distinct description_no, types
    from intermediate.reports
),

decided as (
    select
        description_no,
        types,
        naive_origin,
        described_origins.rule as description_rule,
        coalesce(described_origins.rule, typed_origins.rule) as rule,
        case
            when described_origins.rule is not null then described_origins.evidence
            else typed_origins.evidence
        end as evidence
    from reports
    join intermediate.typed_origins using (types)
    left join intermediate.described_origins using (description_no)
)

select
    description_no,
    types,
    cause,
    origin,
    case when description_rule is not null then 'description' when rule is not null then 'type' end
        as origin_basis,
    rule as origin_rule,
    evidence as origin_evidence,
    case when description_rule is not null then origin end as origin_by_description,
    naive_origin as origin_by_type,
    hicp_threat
from decided
left join reference.origin_rules using (rule)
