-- One row per breach that a person read and labelled with kinds of data, outcome and provider.
--
-- 159 breaches are a random sample of those with a description in the capture of 2024-10-17,
-- stratified by period and type (breachstats evaluate --sample 160 --seed 20; one description could
-- not be read). They have all labels. 97 more contain words for money or a corrective action plan,
-- which are rare; only their outcome is labelled. All were labelled before the rules were written.
-- The rules were then written by looking at the half called tuning. The descriptions are in the
-- list and are not repeated here. There was one reader, so disagreement between readers is not
-- known.
--
-- Key: label_no
--
-- label_no         Number of the label, from 1.
-- drawn            How it was selected: at random, or by words of money. The latter have only an
--                  outcome and its dollars.
-- half             tuning or held out.
-- name             Reporting entity, as listed when the breach was read.
-- submitted_on     Day of submission.
-- individuals      People affected, as listed then; null if none was stated.
-- data_kinds       Kinds of data involved, separated by spaces; null if the text names none or if
--                  they are not labelled.
-- outcome          OCR's final action, the most serious one: resolution-agreement, penalty,
--                  assurances or technical-assistance. Null for none of these. For breaches
--                  selected by words of money, null means neither of the first two.
-- outcome_dollars  Dollars agreed or imposed; null if there are none or no amount is stated.
-- provider_kind    Kind of reporter; null if it is none of the kinds or not labelled.
-- is_ransomware    Whether the breach was ransomware; null if not labelled.
-- reason           The reader's reason.

select
    cast(null as bigint) as label_no,
    cast(null as varchar) as drawn,
    cast(null as varchar) as half,
    cast(null as varchar) as name,
    cast(null as date) as submitted_on,
    cast(null as bigint) as individuals,
    cast(null as varchar) as data_kinds,
    cast(null as varchar) as outcome,
    cast(null as bigint) as outcome_dollars,
    cast(null as varchar) as provider_kind,
    cast(null as boolean) as is_ransomware,
    cast(null as varchar) as reason
where false
