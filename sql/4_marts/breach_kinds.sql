-- One row per breach of marts.breaches: kind of reporter, kinds of data, ransomware, outcome.
--
-- By the rules of reference.kind_rules, which read the name and the description. They say what the
-- text says: a kind of data that is not named is not known to be safe. Where OCR has published no
-- description, nothing is known but what the name says. How often the rules are right on labels is
-- in marts.kind_scores.
--
-- Key: breach_id
--
-- breach_id        The breach in marts.breaches.
-- provider_kind    What the name says that the reporter is, provider, plan or vendor: hospital,
--                  dental, pharmacy, laboratory, eye-care, behavioral-health,
--                  home-and-long-term-care or government; null where the name does not say, as of
--                  a quarter of the hospitals.
-- is_described     Whether OCR has published a description.
-- data_kinds       Kinds of the data that the description names, alphabetical: clinical,
--                  demographic, financial, insurance, licence, social-security; null where it
--                  names none, or there is none.
-- is_ransomware    Whether the description speaks of software that locked the data; null where
--                  there is no description.
-- outcome          What OCR did in the end, the gravest first: penalty, resolution-agreement,
--                  assurances (it obtained them), technical-assistance; null where the description
--                  names none of these, or there is none.
-- outcome_dollars  Dollars of the penalty or agreement; null where none or not said. One agreement
--                  may settle several breaches and then stands with each: never add them up, but
--                  see figures.outcomes.

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
