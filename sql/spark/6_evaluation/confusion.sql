-- generated from sql/6_evaluation/confusion.sql sha256:064cdf7ec7b1620704518f72ff1cfa818e9d473bd9b913d0cde5e4ddec76afed by tools/dialect 1; do not edit
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
