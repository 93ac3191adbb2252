-- One row per breach to which a person gave a cause and an origin after reading its description.
--
-- These are development labels: the rules of origins were written by looking at them, by readers
-- who knew the scheme of Jiang and Bai. The descriptions are in the list and are not repeated here.
--
-- Key: label_no
--
-- label_no          Number of the label from 1, by day of submission.
-- name, submitted_on, individuals  As in reference.kind_labels.
-- cause             The cause in reference.causes.
-- origin            internal or external.
-- confidence        How certain the reader was of the origin: high, medium or low.
-- cause_confidence  How certain the reader was of the cause.
-- reason            The reader's reason.

select
    cast(null as bigint) as label_no,
    cast(null as varchar) as name,
    cast(null as date) as submitted_on,
    cast(null as bigint) as individuals,
    cast(null as varchar) as cause,
    cast(null as varchar) as origin,
    cast(null as varchar) as confidence,
    cast(null as varchar) as cause_confidence,
    cast(null as varchar) as reason
where false
