-- generated from sql/6_evaluation/causes.sql sha256:c6411c736ef60b5249fb16d2a5580d013bf479dc76369081c7de99fb3c0e19b0 by tools/dialect 1; do not edit
select
    cast(`cause` as string) as `cause`,
    cast(`labels` as bigint) as `labels`,
    cast(`right_origin` as bigint) as `right_origin`,
    cast(`right_cause` as bigint) as `right_cause`,
    cast(`taken_for_it` as bigint) as `taken_for_it`
from (
    WITH answered AS (
      SELECT
        cause,
        count(*) AS taken_for_it
      FROM evaluation.judged
      WHERE
        is_described AND NOT label_cause IS NULL AND NOT cause IS NULL
      GROUP BY ALL
    )
    SELECT
      label_cause AS cause,
      count(*) AS labels,
      count(*) FILTER(WHERE
        is_right_origin) AS right_origin,
      count(*) FILTER(WHERE
        is_right_cause) AS right_cause,
      coalesce(any_value(taken_for_it) IGNORE NULLS, 0) AS taken_for_it
    FROM evaluation.judged
    JOIN reference.causes
      ON causes.cause = label_cause
    LEFT JOIN answered
      ON answered.cause = label_cause
    WHERE
      is_described
    GROUP BY
      label_cause,
      cause_order
)
