-- One row per breach that a person read and labelled for kinds of data, outcome and provider.
--
-- 159 breaches were drawn at random from the described ones of the capture of 2024-10-17, each
-- period and type by its share (breachstats evaluate --sample 160 --seed 20; one could not be
-- read). They have all labels. 97 more have words of money or of a corrective action plan, which
-- few have: they are labelled by outcome alone. All were labelled before the rules were written;
-- the rules were then written with the half called tuning in view. Descriptions are those of the
-- list, and are not repeated. One reader labelled them, so nothing is known of how readers differ.
--
-- Key: label_no
--
-- label_no         Counts the labels from 1.
-- drawn            at random, or by words of money: then only outcome and its dollars are labelled.
-- half             tuning or held out.
-- name             Who reported it, as the list had it when it was read.
-- submitted_on     Day of submission.
-- individuals      People affected, likewise; null where none was stated.
-- data_kinds       Kinds of the data involved, with a blank between; null where the text names
--                  none, or where they are not labelled.
-- outcome          What OCR did in the end, the gravest first: resolution-agreement, penalty,
--                  assurances, technical-assistance; null for none of these and, of those drawn by
--                  words of money, for neither of the first two.
-- outcome_dollars  Dollars agreed or imposed; null where none or not said.
-- provider_kind    What the reporter is; null for none of the kinds, and where not labelled.
-- is_ransomware    Whether the breach was ransomware; null where not labelled.
-- reason           Why, in the reader's words.

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
