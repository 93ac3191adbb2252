-- generated from sql/3_intermediate/identities.sql sha256:f78cff090f488c0bf785a6fd87de980a905f155e640e27c7ca53911471b6dc6c by tools/dialect 1; do not edit
-- step steps.identities__chains
WITH RECURSIVE chains AS (
  SELECT
    report_key,
    place,
    report_key AS root_key,
    place AS root_place,
    1 AS step,
    CAST(NULL AS INT) AS rung,
    CAST(NULL AS DOUBLE) AS name_similarity
  FROM intermediate.forms
  ANTI JOIN intermediate.matches
    USING (report_key, place)
  UNION ALL
  SELECT
    intermediate.matches.report_key,
    intermediate.matches.place,
    root_key,
    root_place,
    step + 1,
    intermediate.matches.rung,
    intermediate.matches.name_similarity
  FROM chains
  JOIN intermediate.matches
    ON previous_report_key = chains.report_key AND previous_place = chains.place
)
SELECT
  report_key,
  place,
  root_key,
  root_place,
  step,
  rung,
  name_similarity
FROM chains
;
-- step steps.identities__kept
SELECT
  root_key,
  root_place,
  breach_id,
  step
FROM (
  WITH unclear AS (
    SELECT DISTINCT
      one.root_key,
      one.root_place
    FROM steps.identities__chains AS one
    JOIN steps.identities__chains AS other
      ON other.root_key = one.root_key
      AND other.root_place = one.root_place
      AND other.step > one.step + 1
    JOIN intermediate.listings AS earlier
      ON earlier.report_key = one.report_key AND earlier.place = one.place
    JOIN intermediate.listings AS later
      ON later.report_key = other.report_key AND later.place = other.place
    WHERE
      earlier.first_order <= later.last_order
      AND later.first_order <= earlier.last_order
  ), believed AS (
    SELECT
      report_key,
      place,
      root_key,
      root_place,
      step,
      rung,
      name_similarity
    FROM steps.identities__chains AS chains
    ANTI JOIN unclear
      USING (root_key, root_place)
    UNION ALL
    SELECT
      report_key,
      place,
      report_key AS root_key,
      place AS root_place,
      1 AS step,
      NULL AS rung,
      NULL AS name_similarity
    FROM steps.identities__chains AS chains
    SEMI JOIN unclear
      USING (root_key, root_place)
  ), claimed AS (
    SELECT
      root_key,
      root_place,
      min_by(breach_id, step) FILTER(WHERE
        NOT (
          breach_id
        ) IS NULL) AS breach_id,
      min(step) AS step
    FROM believed
    JOIN staging.known_identities
      USING (report_key, place)
    GROUP BY ALL
  )
  SELECT
    root_key,
    root_place,
    breach_id,
    step,
    row_number() OVER (
      PARTITION BY breach_id
      ORDER BY step NULLS LAST, root_key NULLS LAST, root_place NULLS LAST
    ) AS _w
  FROM claimed
) AS _t
WHERE
  CAST(_w AS BIGINT) = 1
;
-- step steps.identities__unnamed
WITH unclear AS (
  SELECT DISTINCT
    one.root_key,
    one.root_place
  FROM steps.identities__chains AS one
  JOIN steps.identities__chains AS other
    ON other.root_key = one.root_key
    AND other.root_place = one.root_place
    AND other.step > one.step + 1
  JOIN intermediate.listings AS earlier
    ON earlier.report_key = one.report_key AND earlier.place = one.place
  JOIN intermediate.listings AS later
    ON later.report_key = other.report_key AND later.place = other.place
  WHERE
    earlier.first_order <= later.last_order
    AND later.first_order <= earlier.last_order
), believed AS (
  SELECT
    report_key,
    place,
    root_key,
    root_place,
    step,
    rung,
    name_similarity
  FROM steps.identities__chains AS chains
  ANTI JOIN unclear
    USING (root_key, root_place)
  UNION ALL
  SELECT
    report_key,
    place,
    report_key AS root_key,
    place AS root_place,
    1 AS step,
    NULL AS rung,
    NULL AS name_similarity
  FROM steps.identities__chains AS chains
  SEMI JOIN unclear
    USING (root_key, root_place)
), archived AS (
  SELECT DISTINCT
    report_key,
    place
  FROM intermediate.listings
  WHERE
    view = 'archive'
), worded AS (
  SELECT
    root_key,
    root_place,
    step,
    archived.report_key IS NULL AS is_unsettled,
    submitted_on,
    state,
    entity_type,
    individuals,
    breach_types,
    locations,
    TRIM(BOTH '                　' FROM regexp_replace(
      regexp_replace(duckdb_lower(entity_name), '[\'.`]|[^\\x{0}-\\x{7F}]', ''),
      '[^a-z0-9]+',
      ' '
    )) AS words
  FROM believed
  JOIN intermediate.forms
    USING (report_key, place)
  LEFT JOIN archived
    USING (report_key, place)
), spelled AS (
  SELECT
    worded.root_key,
    worded.root_place,
    worded.step,
    worded.is_unsettled,
    worded.submitted_on,
    worded.state,
    worded.entity_type,
    worded.individuals,
    worded.breach_types,
    worded.locations,
    worded.words,
    regexp_replace(
      regexp_replace(
        regexp_replace(
          words,
          '\\A((?s:.*?))(?:([^\\n][^\\n][^\\n][^\\n]) (dba|d b a|fka|f k a|aka|a k a)( [^\\n]*)?\\z)',
          '$1$2'
        ),
        '(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))(inc|incorporated|llc|llp|lp|ltd|limited|pc|pllc|pa|ps|plc|corp|corporation|co|company|the|and|of|at|for|a|an|privacy manager breach)(?:(?<!\\w)(?=\\w)|(?<=\\w)(?!\\w))',
        ''
      ),
      ' +',
      ''
    ) AS letters
  FROM worded
), first_known AS (
  SELECT
    root_key,
    root_place,
    min(CASE WHEN step = 1 THEN submitted_on END) AS submitted_on,
    coalesce(
      min_by(state, (is_unsettled, step)) FILTER(WHERE
        (
          NOT state IS NULL
        ) AND NOT (
          state
        ) IS NULL),
      'PR'
    ) AS state,
    min_by(
      CASE WHEN letters = '' THEN replace(words, ' ', '') ELSE letters END,
      (is_unsettled, step)
    ) FILTER(WHERE
      (
        NOT words IN ('', 'na', 'n a', 'none', 'not applicable', 'unknown', 'see explanation below')
      )
      AND NOT (
        CASE WHEN letters = '' THEN replace(words, ' ', '') ELSE letters END
      ) IS NULL) AS name,
    min_by(entity_type, (is_unsettled, step)) FILTER(WHERE
      (
        NOT entity_type IS NULL
      ) AND NOT (
        entity_type
      ) IS NULL) AS entity_type,
    min_by(individuals, (is_unsettled, step)) FILTER(WHERE
      (
        NOT individuals IS NULL
      ) AND NOT (
        individuals
      ) IS NULL) AS individuals,
    min_by(breach_types, (is_unsettled, step)) FILTER(WHERE
      (
        NOT breach_types IS NULL
      ) AND NOT (
        breach_types
      ) IS NULL) AS breach_types,
    min_by(locations, (is_unsettled, step)) FILTER(WHERE
      (
        NOT locations IS NULL
      ) AND NOT (
        locations
      ) IS NULL) AS locations
  FROM spelled
  GROUP BY ALL
), described AS (
  SELECT
    root_key,
    root_place,
    concat_ws(
      '\037',
      CAST(submitted_on AS STRING),
      state,
      coalesce(name, ''),
      coalesce(entity_type, ''),
      CASE
        WHEN array_contains(breach_types, 'Hacking/IT Incident')
        THEN 'hacking'
        ELSE ''
      END,
      CASE WHEN array_contains(locations, 'Paper/Films') THEN 'paper' ELSE '' END
    ) AS about,
    concat_ws(
      '\037',
      coalesce(CAST(individuals AS STRING), ''),
      coalesce(entity_type, ''),
      coalesce(array_join(breach_types, ','), ''),
      coalesce(array_join(locations, ','), '')
    ) AS details
  FROM first_known
), counted AS (
  SELECT
    root_key,
    root_place,
    about,
    details,
    count(*) OVER (PARTITION BY about) AS alike,
    CAST(row_number() OVER (PARTITION BY about, details ORDER BY root_place NULLS LAST, root_key NULLS LAST) AS BIGINT) AS nth
  FROM described
)
SELECT
  root_key,
  root_place,
  CASE WHEN alike = 1 THEN about ELSE concat_ws('\037', about, details, nth) END AS made_from
FROM counted
ANTI JOIN steps.identities__kept AS kept
  USING (root_key, root_place)
;
-- step steps.identities__unclear
SELECT DISTINCT
  one.root_key,
  one.root_place
FROM steps.identities__chains AS one
JOIN steps.identities__chains AS other
  ON other.root_key = one.root_key
  AND other.root_place = one.root_place
  AND other.step > one.step + 1
JOIN intermediate.listings AS earlier
  ON earlier.report_key = one.report_key AND earlier.place = one.place
JOIN intermediate.listings AS later
  ON later.report_key = other.report_key AND later.place = other.place
WHERE
  earlier.first_order <= later.last_order
  AND later.first_order <= earlier.last_order
;
select
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`breach_id` as string) as `breach_id`,
    cast(`step` as int) as `step`,
    cast(`rung` as int) as `rung`,
    cast(`name_similarity` as double) as `name_similarity`
from (
    WITH believed AS (
      SELECT
        report_key,
        place,
        root_key,
        root_place,
        step,
        rung,
        name_similarity
      FROM steps.identities__chains AS chains
      ANTI JOIN steps.identities__unclear AS unclear
        USING (root_key, root_place)
      UNION ALL
      SELECT
        report_key,
        place,
        report_key AS root_key,
        place AS root_place,
        1 AS step,
        NULL AS rung,
        NULL AS name_similarity
      FROM steps.identities__chains AS chains
      SEMI JOIN steps.identities__unclear AS unclear
        USING (root_key, root_place)
    ), choices AS (
      SELECT
        root_key,
        root_place,
        0 AS choice,
        left(md5(made_from), 16) AS breach_id
      FROM steps.identities__unnamed AS unnamed
      UNION ALL
      SELECT
        root_key,
        root_place,
        choice,
        left(md5(concat_ws('\037', made_from, root_key, root_place, choice)), 16) AS breach_id
      FROM steps.identities__unnamed AS unnamed
      CROSS JOIN (
        SELECT
          unnested_choice AS choice
        FROM (
          SELECT
            1 AS one
        ) AS once
        LATERAL VIEW
        explode(sequence(CAST(1 AS BIGINT), CAST(9 AS BIGINT) - 1)) unnested AS unnested_choice
      )
      WHERE
        left(md5(made_from), 16) IN (
          SELECT
            breach_id
          FROM steps.identities__kept AS kept
        )
    ), named AS (
      SELECT
        root_key,
        root_place,
        breach_id
      FROM steps.identities__kept AS kept
      UNION ALL
      SELECT
        root_key,
        root_place,
        min_by(breach_id, choice) FILTER(WHERE
          NOT (
            breach_id
          ) IS NULL) AS breach_id
      FROM choices
      ANTI JOIN steps.identities__kept AS kept
        USING (breach_id)
      GROUP BY ALL
    )
    SELECT
      report_key,
      place,
      breach_id,
      step,
      rung,
      name_similarity
    FROM believed
    JOIN named
      USING (root_key, root_place)
)
