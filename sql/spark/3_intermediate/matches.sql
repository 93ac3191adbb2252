-- generated from sql/3_intermediate/matches.sql sha256:f851c70671e7ccdb69b295dcd38e29769ebdd70fe4d45e3982baee456879ff79 by tools/dialect 1; do not edit
-- step steps.matches__first_round
SELECT
  previous_report_key,
  previous_place,
  report_key,
  place,
  name_similarity,
  rung,
  apart,
  captures_between,
  alike,
  is_unseen,
  choice
FROM (
  WITH gone AS (
    SELECT
      report_key,
      place,
      name_key,
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      breach_types,
      locations,
      has_business_associate,
      first_order,
      last_order,
      last_view,
      runs,
      CAST(row_number() OVER (
        PARTITION BY submitted_on, name_key
        ORDER BY individuals NULLS LAST, report_key NULLS LAST, place NULLS LAST
      ) AS BIGINT) AS nth,
      count(*) OVER (PARTITION BY submitted_on, name_key) AS namesakes
    FROM intermediate.forms
    WHERE
      last_order < (
        SELECT
          max(capture_order)
        FROM intermediate.captures
      )
      OR runs > 1
  ), come AS (
    SELECT
      report_key,
      place,
      name_key,
      entity_name,
      state,
      entity_type,
      individuals,
      submitted_on,
      breach_types,
      locations,
      has_business_associate,
      first_order,
      last_order,
      last_view,
      runs,
      captured_on,
      capture_no,
      capture,
      capture_order,
      views,
      missing_views,
      is_complete,
      has_archive,
      next_complete,
      next_archive,
      next_open,
      last_archive,
      last_open,
      is_current,
      as_of_on,
      is_as_of,
      hashes,
      is_synthetic,
      CAST(row_number() OVER (
        PARTITION BY submitted_on, name_key
        ORDER BY individuals NULLS LAST, report_key NULLS LAST, place NULLS LAST
      ) AS BIGINT) AS nth,
      count(*) OVER (PARTITION BY submitted_on, name_key) AS namesakes
    FROM intermediate.forms
    JOIN intermediate.captures
      ON capture_order = first_order
    WHERE
      first_order > 1
  ), same_day AS (
    SELECT
      gone.report_key AS previous_report_key,
      gone.place AS previous_place,
      come.report_key,
      come.place,
      jaro_winkler_similarity(gone.name_key, come.name_key) AS name_similarity,
      CASE
        WHEN gone.name_key = come.name_key
        THEN 1
        WHEN gone.individuals = come.individuals
        AND NOT gone.individuals IN (500, 501)
        AND gone.state = come.state
        THEN 2
        WHEN coalesce(gone.state, come.state, '') = coalesce(come.state, gone.state, '')
        AND (
          name_similarity >= 0.85e0
          OR (
            contains(gone.name_key, come.name_key) AND length(come.name_key) > 5
          )
          OR (
            contains(come.name_key, gone.name_key) AND length(gone.name_key) > 5
          )
          OR (
            name_similarity >= 0.75e0 AND gone.individuals = come.individuals
          )
        )
        THEN 3
        WHEN gone.individuals = come.individuals AND NOT gone.individuals IN (500, 501)
        THEN 4
      END AS rung,
      abs(gone.nth - come.nth) AS apart,
      greatest(come.first_order - gone.last_order, 0) AS captures_between,
      CAST(gone.state IS NOT DISTINCT FROM come.state AS INT) + CAST(gone.individuals IS NOT DISTINCT FROM come.individuals AS INT) + CAST(gone.entity_type IS NOT DISTINCT FROM come.entity_type AS INT) + CAST(gone.breach_types IS NOT DISTINCT FROM come.breach_types AS INT) + CAST(gone.locations IS NOT DISTINCT FROM come.locations AS INT) AS alike,
      gone.last_view = 'archive'
      AND gone.last_order < come.first_order
      AND NOT has_archive AS is_unseen
    FROM gone
    JOIN come
      USING (submitted_on)
    WHERE
      gone.first_order < come.first_order
      AND (
        gone.name_key <> come.name_key
        OR least(gone.namesakes, come.namesakes) <= 50
        OR gone.nth = come.nth
      )
  ), other_day AS (
    SELECT
      gone.report_key AS previous_report_key,
      gone.place AS previous_place,
      come.report_key,
      come.place,
      1.0e0 AS name_similarity,
      5 AS rung,
      abs(gone.nth - come.nth) AS apart,
      greatest(come.first_order - gone.last_order, 0) AS captures_between,
      5 AS alike,
      gone.last_view = 'archive'
      AND gone.last_order < come.first_order
      AND NOT has_archive AS is_unseen
    FROM gone
    JOIN come
      USING (name_key, state, individuals)
    WHERE
      gone.first_order < come.first_order
      AND gone.submitted_on <> come.submitted_on
      AND abs((
        CAST(datediff(gone.submitted_on, come.submitted_on) AS BIGINT)
      )) <= 31
      AND NOT individuals IN (500, 501)
  ), possible AS (
    SELECT
      previous_report_key,
      previous_place,
      report_key,
      place,
      name_similarity,
      rung,
      apart,
      captures_between,
      alike,
      is_unseen
    FROM same_day
    WHERE
      NOT rung IS NULL AND NOT is_unseen
    UNION ALL
    SELECT
      previous_report_key,
      previous_place,
      report_key,
      place,
      name_similarity,
      rung,
      apart,
      captures_between,
      alike,
      is_unseen
    FROM other_day
    WHERE
      NOT is_unseen
  ), side_by_side AS (
    SELECT DISTINCT
      possible.report_key,
      possible.place,
      previous_report_key,
      previous_place
    FROM possible
    JOIN intermediate.listings AS later
      ON later.report_key = possible.report_key AND later.place = possible.place
    JOIN intermediate.listings AS earlier
      ON earlier.report_key = previous_report_key AND earlier.place = previous_place
    WHERE
      earlier.first_order <= later.last_order
      AND later.first_order <= earlier.last_order
  ), candidates AS (
    SELECT
      previous_report_key,
      previous_place,
      report_key,
      place,
      name_similarity,
      rung,
      apart,
      captures_between,
      alike,
      is_unseen,
      CAST(row_number() OVER (
        ORDER BY rung NULLS LAST, captures_between NULLS LAST, alike DESC, name_similarity DESC, apart NULLS LAST, previous_report_key NULLS LAST, previous_place NULLS LAST, report_key NULLS LAST, place NULLS LAST
      ) AS BIGINT) AS choice
    FROM possible
    ANTI JOIN side_by_side
      USING (report_key, place, previous_report_key, previous_place)
  )
  SELECT
    previous_report_key,
    previous_place,
    report_key,
    place,
    name_similarity,
    rung,
    apart,
    captures_between,
    alike,
    is_unseen,
    choice,
    min(choice) OVER (PARTITION BY report_key, place) AS _w,
    min(choice) OVER (PARTITION BY previous_report_key, previous_place) AS _w_2
  FROM candidates
) AS _t
WHERE
  (
    _w
  ) = choice AND (
    _w_2
  ) = choice
;
-- step steps.matches__possible
WITH gone AS (
  SELECT
    report_key,
    place,
    name_key,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    breach_types,
    locations,
    has_business_associate,
    first_order,
    last_order,
    last_view,
    runs,
    CAST(row_number() OVER (
      PARTITION BY submitted_on, name_key
      ORDER BY individuals NULLS LAST, report_key NULLS LAST, place NULLS LAST
    ) AS BIGINT) AS nth,
    count(*) OVER (PARTITION BY submitted_on, name_key) AS namesakes
  FROM intermediate.forms
  WHERE
    last_order < (
      SELECT
        max(capture_order)
      FROM intermediate.captures
    )
    OR runs > 1
), come AS (
  SELECT
    report_key,
    place,
    name_key,
    entity_name,
    state,
    entity_type,
    individuals,
    submitted_on,
    breach_types,
    locations,
    has_business_associate,
    first_order,
    last_order,
    last_view,
    runs,
    captured_on,
    capture_no,
    capture,
    capture_order,
    views,
    missing_views,
    is_complete,
    has_archive,
    next_complete,
    next_archive,
    next_open,
    last_archive,
    last_open,
    is_current,
    as_of_on,
    is_as_of,
    hashes,
    is_synthetic,
    CAST(row_number() OVER (
      PARTITION BY submitted_on, name_key
      ORDER BY individuals NULLS LAST, report_key NULLS LAST, place NULLS LAST
    ) AS BIGINT) AS nth,
    count(*) OVER (PARTITION BY submitted_on, name_key) AS namesakes
  FROM intermediate.forms
  JOIN intermediate.captures
    ON capture_order = first_order
  WHERE
    first_order > 1
), same_day AS (
  SELECT
    gone.report_key AS previous_report_key,
    gone.place AS previous_place,
    come.report_key,
    come.place,
    jaro_winkler_similarity(gone.name_key, come.name_key) AS name_similarity,
    CASE
      WHEN gone.name_key = come.name_key
      THEN 1
      WHEN gone.individuals = come.individuals
      AND NOT gone.individuals IN (500, 501)
      AND gone.state = come.state
      THEN 2
      WHEN coalesce(gone.state, come.state, '') = coalesce(come.state, gone.state, '')
      AND (
        name_similarity >= 0.85e0
        OR (
          contains(gone.name_key, come.name_key) AND length(come.name_key) > 5
        )
        OR (
          contains(come.name_key, gone.name_key) AND length(gone.name_key) > 5
        )
        OR (
          name_similarity >= 0.75e0 AND gone.individuals = come.individuals
        )
      )
      THEN 3
      WHEN gone.individuals = come.individuals AND NOT gone.individuals IN (500, 501)
      THEN 4
    END AS rung,
    abs(gone.nth - come.nth) AS apart,
    greatest(come.first_order - gone.last_order, 0) AS captures_between,
    CAST(gone.state IS NOT DISTINCT FROM come.state AS INT) + CAST(gone.individuals IS NOT DISTINCT FROM come.individuals AS INT) + CAST(gone.entity_type IS NOT DISTINCT FROM come.entity_type AS INT) + CAST(gone.breach_types IS NOT DISTINCT FROM come.breach_types AS INT) + CAST(gone.locations IS NOT DISTINCT FROM come.locations AS INT) AS alike,
    gone.last_view = 'archive'
    AND gone.last_order < come.first_order
    AND NOT has_archive AS is_unseen
  FROM gone
  JOIN come
    USING (submitted_on)
  WHERE
    gone.first_order < come.first_order
    AND (
      gone.name_key <> come.name_key
      OR least(gone.namesakes, come.namesakes) <= 50
      OR gone.nth = come.nth
    )
), other_day AS (
  SELECT
    gone.report_key AS previous_report_key,
    gone.place AS previous_place,
    come.report_key,
    come.place,
    1.0e0 AS name_similarity,
    5 AS rung,
    abs(gone.nth - come.nth) AS apart,
    greatest(come.first_order - gone.last_order, 0) AS captures_between,
    5 AS alike,
    gone.last_view = 'archive'
    AND gone.last_order < come.first_order
    AND NOT has_archive AS is_unseen
  FROM gone
  JOIN come
    USING (name_key, state, individuals)
  WHERE
    gone.first_order < come.first_order
    AND gone.submitted_on <> come.submitted_on
    AND abs((
      CAST(datediff(gone.submitted_on, come.submitted_on) AS BIGINT)
    )) <= 31
    AND NOT individuals IN (500, 501)
)
SELECT
  previous_report_key,
  previous_place,
  report_key,
  place,
  name_similarity,
  rung,
  apart,
  captures_between,
  alike,
  is_unseen
FROM same_day
WHERE
  NOT rung IS NULL AND NOT is_unseen
UNION ALL
SELECT
  previous_report_key,
  previous_place,
  report_key,
  place,
  name_similarity,
  rung,
  apart,
  captures_between,
  alike,
  is_unseen
FROM other_day
WHERE
  NOT is_unseen
;
select
    cast(`report_key` as string) as `report_key`,
    cast(`place` as bigint) as `place`,
    cast(`previous_report_key` as string) as `previous_report_key`,
    cast(`previous_place` as bigint) as `previous_place`,
    cast(`rung` as int) as `rung`,
    cast(`name_similarity` as double) as `name_similarity`,
    cast(`alike` as int) as `alike`
from (
    WITH side_by_side AS (
      SELECT DISTINCT
        possible.report_key,
        possible.place,
        previous_report_key,
        previous_place
      FROM steps.matches__possible AS possible
      JOIN intermediate.listings AS later
        ON later.report_key = possible.report_key AND later.place = possible.place
      JOIN intermediate.listings AS earlier
        ON earlier.report_key = previous_report_key AND earlier.place = previous_place
      WHERE
        earlier.first_order <= later.last_order
        AND later.first_order <= earlier.last_order
    ), candidates AS (
      SELECT
        previous_report_key,
        previous_place,
        report_key,
        place,
        name_similarity,
        rung,
        apart,
        captures_between,
        alike,
        is_unseen,
        CAST(row_number() OVER (
          ORDER BY rung NULLS LAST, captures_between NULLS LAST, alike DESC, name_similarity DESC, apart NULLS LAST, previous_report_key NULLS LAST, previous_place NULLS LAST, report_key NULLS LAST, place NULLS LAST
        ) AS BIGINT) AS choice
      FROM steps.matches__possible AS possible
      ANTI JOIN side_by_side
        USING (report_key, place, previous_report_key, previous_place)
    ), left_over AS (
      SELECT
        previous_report_key,
        previous_place,
        report_key,
        place,
        name_similarity,
        rung,
        apart,
        captures_between,
        alike,
        is_unseen,
        choice
      FROM candidates
      ANTI JOIN steps.matches__first_round AS first_round
        USING (report_key, place)
      ANTI JOIN steps.matches__first_round AS first_round
        USING (previous_report_key, previous_place)
    ), second_round AS (
      SELECT
        previous_report_key,
        previous_place,
        report_key,
        place,
        name_similarity,
        rung,
        apart,
        captures_between,
        alike,
        is_unseen,
        choice
      FROM (
        SELECT
          previous_report_key,
          previous_place,
          report_key,
          place,
          name_similarity,
          rung,
          apart,
          captures_between,
          alike,
          is_unseen,
          choice,
          min(choice) OVER (PARTITION BY report_key, place) AS _w,
          min(choice) OVER (PARTITION BY previous_report_key, previous_place) AS _w_2
        FROM left_over
      ) AS _t
      WHERE
        (
          _w
        ) = choice AND (
          _w_2
        ) = choice
    )
    SELECT
      report_key,
      place,
      previous_report_key,
      previous_place,
      rung,
      name_similarity,
      alike
    FROM (
      SELECT
        previous_report_key,
        previous_place,
        report_key,
        place,
        name_similarity,
        rung,
        apart,
        captures_between,
        alike,
        is_unseen,
        choice
      FROM steps.matches__first_round AS first_round
      UNION ALL
      SELECT
        previous_report_key,
        previous_place,
        report_key,
        place,
        name_similarity,
        rung,
        apart,
        captures_between,
        alike,
        is_unseen,
        choice
      FROM second_round
    )
)
