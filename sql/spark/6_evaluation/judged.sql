-- generated from sql/6_evaluation/judged.sql sha256:f7a66c39ca4e1eddc54fbce3c3b31826cb670e95d1cc7f1bd6e3b3bcc50e4171 by tools/dialect 1; do not edit
select
    cast(`source_line` as bigint) as `source_line`,
    cast(`name` as string) as `name`,
    cast(`confidence` as string) as `confidence`,
    cast(`is_described` as boolean) as `is_described`,
    cast(`label_origin` as string) as `label_origin`,
    cast(`origin` as string) as `origin`,
    cast(`is_right_origin` as boolean) as `is_right_origin`,
    cast(`label_cause` as string) as `label_cause`,
    cast(`cause` as string) as `cause`,
    cast(`is_right_cause` as boolean) as `is_right_cause`,
    cast(`origin_basis` as string) as `origin_basis`,
    cast(`origin_rule` as string) as `origin_rule`,
    cast(`origin_evidence` as string) as `origin_evidence`,
    cast(`naive_origin` as string) as `naive_origin`,
    cast(`simplest_origin` as string) as `simplest_origin`,
    cast(`narrative` as string) as `narrative`
from (
    WITH named AS (
      SELECT
        source_line,
        causes.cause AS label_cause
      FROM evaluation.labels
      JOIN reference.causes
        ON labels.cause IN (causes.cause, causes.code)
    )
    SELECT
      source_line,
      name,
      confidence,
      description_no > 0 AS is_described,
      labels.origin AS label_origin,
      origins.origin,
      CASE
        WHEN NOT labels.origin IS NULL
        THEN coalesce(labels.origin = origins.origin, FALSE)
      END AS is_right_origin,
      label_cause,
      origins.cause,
      CASE
        WHEN NOT label_cause IS NULL
        THEN coalesce(label_cause = origins.cause, FALSE)
      END AS is_right_cause,
      origin_basis,
      origin_rule,
      origin_evidence,
      origin_by_type AS naive_origin,
      CASE
        WHEN breach_types IS NULL
        THEN NULL
        WHEN array_contains(breach_types, 'Hacking/IT Incident')
        THEN 'external'
        ELSE 'internal'
      END AS simplest_origin,
      narrative
    FROM evaluation.labels
    JOIN intermediate.reports
      USING (source_line)
    JOIN intermediate.origins
      USING (description_no, types)
    LEFT JOIN intermediate.narratives
      USING (description_no)
    LEFT JOIN named
      USING (source_line)
)
