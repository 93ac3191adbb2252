-- generated from sql/5_figures/repeat_reporters_by_year.sql sha256:0a7914480cdd8182e10dc562295c4264e8b8adbab7451ab3c98d09d23df097fe by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`reporters` as bigint) as `reporters`,
    cast(`repeat_reporters` as bigint) as `repeat_reporters`,
    cast(`repeat_share` as double) as `repeat_share`,
    cast(`breaches_of_repeat` as bigint) as `breaches_of_repeat`,
    cast(`reporters_of_several` as bigint) as `reporters_of_several`,
    cast(`most_breaches` as bigint) as `most_breaches`,
    cast(`most_entity_key` as string) as `most_entity_key`,
    cast(`is_partial_year` as boolean) as `is_partial_year`
from (
    WITH reported AS (
      SELECT
        entity_key,
        year,
        count(*) AS breaches
      FROM marts.breaches
      WHERE
        vanished_on IS NULL AND NOT entity_key IS NULL
      GROUP BY ALL
    ), begun AS (
      SELECT
        entity_key,
        min(year) AS first_year
      FROM reported
      GROUP BY ALL
    ), judged AS (
      SELECT
        entity_key,
        year,
        breaches,
        first_year,
        first_year < year AS is_repeat
      FROM reported
      JOIN begun
        USING (entity_key)
    )
    SELECT
      marts.years.year,
      CAST(coalesce(sum(breaches), 0) AS BIGINT) AS breaches,
      count(entity_key) AS reporters,
      count(CASE WHEN is_repeat THEN 1 END) AS repeat_reporters,
      count(CASE WHEN is_repeat THEN 1 END) / nullif(CAST(count(entity_key) AS DOUBLE), 0) AS repeat_share,
      CAST(coalesce(sum(CASE WHEN is_repeat THEN breaches END), 0) AS BIGINT) AS breaches_of_repeat,
      count(CASE WHEN breaches > 1 THEN 1 END) AS reporters_of_several,
      max(breaches) AS most_breaches,
      min_by(entity_key, (-breaches, entity_key)) FILTER(WHERE
        NOT (
          entity_key
        ) IS NULL) AS most_entity_key,
      is_partial_year
    FROM marts.years
    LEFT JOIN judged
      USING (year)
    GROUP BY ALL
)
