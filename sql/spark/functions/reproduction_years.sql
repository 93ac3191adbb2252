-- generated from sql/4_marts/reproduction_years.sql sha256:b1f2b0bc19f87a0c70715a5d725a7f781bfc7d8eab44f847c27c23ec3bcf960d by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
select
    cast(`year` as bigint) as `year`,
    cast(`listed` as bigint) as `listed`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`first_submitted_on` as date) as `first_submitted_on`,
    cast(`last_submitted_on` as date) as `last_submitted_on`,
    cast(`reproduced` as bigint) as `reproduced`,
    cast(`newest` as bigint) as `newest`,
    cast(`printed` as bigint) as `printed`,
    cast(`unexplained` as bigint) as `unexplained`
from (
    WITH asked AS (
      SELECT
        as_of_on,
        newest_on,
        counted_to,
        reference.studies.period_start,
        reference.studies.period_end,
        is_of_described
      FROM marts.studies
      JOIN reference.studies
        USING (study)
      WHERE
        study = :study_asked
    ), lists_as_of_2__days AS (
      SELECT DISTINCT
        unnested_as_of_day AS as_of_day
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(CAST(array((
        SELECT
          as_of_on
        FROM asked
      )) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
    ), lists_as_of_2__last_seen AS (
      SELECT
        as_of_day,
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM lists_as_of_2__days AS days
      LEFT JOIN marts.captures
        ON is_complete AND captured_on <= as_of_day
      GROUP BY ALL
    ), lists_as_of_2__posting AS (
      SELECT
        as_of_day,
        CAST(max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS INT) AS lag_days
      FROM lists_as_of_2__days AS days
      LEFT JOIN reference.posting_lags
        ON as_of_day BETWEEN applies_from AND applies_to
      GROUP BY ALL
    ), lists_as_of_2__unknown AS (
      SELECT
        as_of_day,
        breach_id,
        unknown_since
      FROM marts.unknown_views
      JOIN lists_as_of_2__days AS days
        ON unknown_since <= as_of_day AND (
          known_on IS NULL OR known_on > as_of_day
        )
    ), then_listed AS (
      SELECT
        year,
        count(*) FILTER(WHERE
          NOT is_reconstructed) AS listed,
        count(*) FILTER(WHERE
          is_reconstructed) AS reconstructed,
        min(submitted_on) FILTER(WHERE
          is_reconstructed) AS first_submitted_on,
        max(submitted_on) FILTER(WHERE
          is_reconstructed) AS last_submitted_on,
        count(*) AS reproduced
      FROM (
        SELECT
          breach_id,
          entity_name,
          state,
          entity_type,
          individuals,
          submitted_on,
          year,
          breach_types,
          locations,
          has_business_associate,
          description,
          cause,
          origin,
          origin_basis,
          origin_rule,
          origin_evidence,
          origin_by_description,
          origin_by_type,
          hicp_threat,
          view,
          view_unknown_since,
          version,
          valid_from,
          is_reconstructed,
          is_duplicate,
          source_file,
          source_line
        FROM (
          SELECT
            as_of_day,
            breach_id,
            entity_name,
            state,
            entity_type,
            individuals,
            submitted_on,
            year(submitted_on) AS year,
            breach_types,
            locations,
            has_business_associate,
            description,
            cause,
            origin,
            origin_basis,
            origin_rule,
            origin_evidence,
            origin_by_description,
            origin_by_type,
            hicp_threat,
            CASE WHEN unknown_since IS NULL AND valid_from <= as_of_day THEN view END AS view,
            unknown_since AS view_unknown_since,
            version,
            valid_from,
            valid_from > as_of_day AS is_reconstructed,
            is_duplicate,
            source_file,
            source_line
          FROM marts.breach_versions
          CROSS JOIN lists_as_of_2__last_seen AS last_seen
          JOIN lists_as_of_2__posting AS posting
            USING (as_of_day)
          LEFT JOIN lists_as_of_2__unknown AS unknown
            USING (as_of_day, breach_id)
          WHERE
            (
              valid_from <= as_of_day AND (
                valid_to IS NULL OR valid_to > as_of_day
              )
            )
            OR (
              valid_from > as_of_day
              AND version = 1
              AND date_add(submitted_on, CAST(lag_days AS INT)) <= as_of_day
              AND submitted_on > newest_submitted_on
            )
        ) AS lists_as_of
      ) AS breaches_as_of
      CROSS JOIN asked
      WHERE
        submitted_on BETWEEN period_start AND period_end
        AND (
          counted_to IS NULL OR submitted_on <= counted_to
        )
        AND (
          NOT description IS NULL OR NOT is_of_described
        )
      GROUP BY ALL
    ), lists_as_of_4__days AS (
      SELECT DISTINCT
        unnested_as_of_day AS as_of_day
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(CAST(array((
        SELECT
          newest_on
        FROM asked
      )) AS ARRAY<DATE>)) unnested AS unnested_as_of_day
    ), lists_as_of_4__last_seen AS (
      SELECT
        as_of_day,
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM lists_as_of_4__days AS days
      LEFT JOIN marts.captures
        ON is_complete AND captured_on <= as_of_day
      GROUP BY ALL
    ), lists_as_of_4__posting AS (
      SELECT
        as_of_day,
        CAST(max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS INT) AS lag_days
      FROM lists_as_of_4__days AS days
      LEFT JOIN reference.posting_lags
        ON as_of_day BETWEEN applies_from AND applies_to
      GROUP BY ALL
    ), lists_as_of_4__unknown AS (
      SELECT
        as_of_day,
        breach_id,
        unknown_since
      FROM marts.unknown_views
      JOIN lists_as_of_4__days AS days
        ON unknown_since <= as_of_day AND (
          known_on IS NULL OR known_on > as_of_day
        )
    ), now_listed AS (
      SELECT
        year,
        count(*) AS newest
      FROM (
        SELECT
          breach_id,
          entity_name,
          state,
          entity_type,
          individuals,
          submitted_on,
          year,
          breach_types,
          locations,
          has_business_associate,
          description,
          cause,
          origin,
          origin_basis,
          origin_rule,
          origin_evidence,
          origin_by_description,
          origin_by_type,
          hicp_threat,
          view,
          view_unknown_since,
          version,
          valid_from,
          is_reconstructed,
          is_duplicate,
          source_file,
          source_line
        FROM (
          SELECT
            as_of_day,
            breach_id,
            entity_name,
            state,
            entity_type,
            individuals,
            submitted_on,
            year(submitted_on) AS year,
            breach_types,
            locations,
            has_business_associate,
            description,
            cause,
            origin,
            origin_basis,
            origin_rule,
            origin_evidence,
            origin_by_description,
            origin_by_type,
            hicp_threat,
            CASE WHEN unknown_since IS NULL AND valid_from <= as_of_day THEN view END AS view,
            unknown_since AS view_unknown_since,
            version,
            valid_from,
            valid_from > as_of_day AS is_reconstructed,
            is_duplicate,
            source_file,
            source_line
          FROM marts.breach_versions
          CROSS JOIN lists_as_of_4__last_seen AS last_seen
          JOIN lists_as_of_4__posting AS posting
            USING (as_of_day)
          LEFT JOIN lists_as_of_4__unknown AS unknown
            USING (as_of_day, breach_id)
          WHERE
            (
              valid_from <= as_of_day AND (
                valid_to IS NULL OR valid_to > as_of_day
              )
            )
            OR (
              valid_from > as_of_day
              AND version = 1
              AND date_add(submitted_on, CAST(lag_days AS INT)) <= as_of_day
              AND submitted_on > newest_submitted_on
            )
        ) AS lists_as_of
      ) AS breaches_as_of
      CROSS JOIN asked
      WHERE
        submitted_on BETWEEN period_start AND period_end
        AND (
          NOT description IS NULL OR NOT is_of_described
        )
      GROUP BY ALL
    ), printed_numbers AS (
      SELECT
        year(period_start) AS year,
        CASE WHEN min(value) = max(value) THEN CAST(rint(min(value)) AS BIGINT) END AS printed
      FROM reference.published_figures
      WHERE
        study = :study_asked
        AND metric = 'breaches'
        AND breakdown IN ('all', 'year')
        AND period_start = make_date(CAST(year(period_start) AS INT), CAST(1 AS INT), CAST(1 AS INT))
        AND period_end = make_date(CAST(year(period_start) AS INT), CAST(12 AS INT), CAST(31 AS INT))
      GROUP BY ALL
    )
    SELECT
      year,
      listed,
      reconstructed,
      first_submitted_on,
      last_submitted_on,
      reproduced,
      newest,
      printed,
      printed - reproduced AS unexplained
    FROM then_listed
    LEFT JOIN now_listed
      USING (year)
    LEFT JOIN printed_numbers
      USING (year)
)
