-- generated from sql/6_evaluation/confusion.sql sha256:4189cfe4afdd1435184d04fc7d3520f0b136c9c98822749412244965525713f4 by tools/dialect 1; do not edit
select
    cast(`kind` as string) as `kind`,
    cast(`label` as string) as `label`,
    cast(`answer` as string) as `answer`,
    cast(`labels` as bigint) as `labels`
from (
    WITH pairs AS (
      SELECT
        'origin' AS kind,
        label_origin AS label,
        coalesce(origin, 'undetermined') AS answer
      FROM evaluation.judged
      WHERE
        is_described
      UNION ALL
      SELECT
        'cause' AS kind,
        label_cause AS label,
        coalesce(cause, 'undetermined') AS answer
      FROM evaluation.judged
      WHERE
        is_described
    )
    SELECT
      kind,
      label,
      answer,
      count(*) AS labels
    FROM pairs
    WHERE
      NOT label IS NULL
    GROUP BY ALL
)
