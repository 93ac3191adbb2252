-- One row per breach of marts.breaches: kind of reporter, kinds of data, ransomware, outcome.
--
-- Found by the rules of reference.kind_rules, which read the name and the description. They report
-- what the text says: a kind of data that it does not name may have been breached all the same. If
-- OCR has published no description, only the name can be read. marts.kind_scores shows how often
-- the rules are right on labels.
--
-- Key: breach_id
--
-- breach_id        The breach in marts.breaches.
-- provider_kind    The kind of reporter (provider, plan or vendor) by its name: hospital, dental,
--                  pharmacy, laboratory, eye-care, behavioral-health, home-and-long-term-care or
--                  government; null if the name does not show it, as for a quarter of the
--                  hospitals.
-- is_described     Whether OCR has published a description.
-- data_kinds       Kinds of data that the description names, in alphabetical order: clinical,
--                  demographic, financial, insurance, licence, social-security; null if it names
--                  none, or there is no description.
-- is_ransomware    Whether the description mentions software that locked the data; null without a
--                  description.
-- outcome          What OCR did in the end, the most severe if several: penalty,
--                  resolution-agreement, assurances (it obtained them), technical-assistance; null
--                  if the description names none of these, or there is no description.
-- outcome_dollars  Dollars of the penalty or agreement; null if there is none or no sum. One
--                  agreement may settle several breaches, and each has its full sum: never add
--                  these up; use figures.outcomes.

with texts as (
    select
        breach_id,
        reference.provider_kind(lower(entity_name)) as provider_kind,
        lower(
            case
                when contains(description, chr(10)) then replace(
                    replace(description, chr(13), ' '), chr(10), ' '
                )
                else description
            end
        ) as words
    from marts.breaches
),

described as (
    select
        *,
        reference.described_part(words) as described,
        reference.outcome(words) as outcome
    from texts
),

-- The first sum of an agreement or a penalty is its own.
agreed as (
    select
        *,
        case
            when outcome in ('penalty', 'resolution-agreement')
                then regexp_extract(words, '\$ ?[0-9][0-9,]*([.][0-9]+)?( million)?')
        end as dollars
    from described
)

select
    breach_id,
    provider_kind,
    words is not null as is_described,
    string_split(reference.data_kinds(described), ' ') as data_kinds,
    case
        when words is not null then reference.ransomware(described) is not null
    end as is_ransomware,
    outcome,
    cast(
        round(
            try_cast(regexp_replace(dollars, '[$, a-z]', '', 'g') as double)
            * case when contains(dollars, 'million') then 1000000 else 1 end
        ) as bigint
    ) as outcome_dollars
from agreed
order by breach_id
