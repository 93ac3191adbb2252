-- generated from sql/4_marts/reproduction_lags.sql sha256:1f7244fcc5a4a799a6990157f3565e820d3e5c5ab33a8e76041b02d05f5e8cde by tools/dialect 1; do not edit
-- with sql/4_marts/breaches_as_of.sql sha256:a0f24c17510452e17e43998ffbe17f9b58a923d79811ac984e6aa6646fded890
-- with sql/4_marts/lists_as_of.sql sha256:981de6b0c219aa872449c7f464ced6e479ba7128cd9c0d0b567d0bc75ce473b5
select
    cast(`lag_days` as bigint) as `lag_days`,
    cast(`is_used` as boolean) as `is_used`,
    cast(`reconstructed` as bigint) as `reconstructed`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`
from (
    WITH asked AS (
      SELECT
        as_of_on,
        counted_to,
        reference.studies.period_start,
        reference.studies.period_end,
        is_of_described
      FROM marts.studies
      JOIN reference.studies
        USING (study)
      WHERE
        study = :study_asked
    ), used AS (
      SELECT
        max_by(lag_days, applies_from) FILTER(WHERE
          NOT (
            lag_days
          ) IS NULL) AS used_days
      FROM reference.posting_lags
      JOIN asked
        ON asked.as_of_on BETWEEN applies_from AND applies_to
    ), lags AS (
      SELECT
        unnested_lag_days AS lag_days
      FROM (
        SELECT
          1 AS one
      ) AS once
      LATERAL VIEW
      explode(array(0, 7, 10, 14)) unnested AS unnested_lag_days
      UNION
      SELECT
        used_days AS lag_days
      FROM used
    ), last_seen AS (
      SELECT
        coalesce(max(newest_submitted_on), CAST('0001-01-01' AS DATE)) AS newest_submitted_on
      FROM marts.captures
      JOIN asked
        ON captured_on <= asked.as_of_on
      WHERE
        is_complete
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
    ), listed AS (
      SELECT
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals
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
        NOT is_reconstructed
        AND submitted_on BETWEEN period_start AND period_end
        AND (
          counted_to IS NULL OR submitted_on <= counted_to
        )
        AND (
          NOT description IS NULL OR NOT is_of_described
        )
    ), later AS (
      SELECT
        submitted_on,
        individuals
      FROM marts.breach_versions
      CROSS JOIN asked
      CROSS JOIN last_seen
      WHERE
        version = 1
        AND valid_from > as_of_on
        AND submitted_on > newest_submitted_on
        AND submitted_on BETWEEN period_start AND period_end
        AND (
          NOT description IS NULL OR NOT is_of_described
        )
    ), added AS (
      SELECT
        lag_days,
        count(submitted_on) AS reconstructed,
        CAST(sum(individuals) AS BIGINT) AS reconstructed_individuals
      FROM lags
      CROSS JOIN asked
      LEFT JOIN later
        ON submitted_on <= date_sub(as_of_on, CAST(CAST(lag_days AS INT) AS INT))
      GROUP BY ALL
    )
    SELECT
      CAST(lag_days AS BIGINT) AS lag_days,
      lag_days = used_days AS is_used,
      reconstructed,
      listed.breaches + reconstructed AS breaches,
      CASE
        WHEN NOT individuals IS NULL OR NOT reconstructed_individuals IS NULL
        THEN coalesce(individuals, 0) + coalesce(reconstructed_individuals, 0)
      END AS individuals
    FROM added
    CROSS JOIN listed
    CROSS JOIN used
)
