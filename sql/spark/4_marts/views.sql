-- generated from sql/4_marts/views.sql sha256:23291e27d6137c793dae6cd1bedfd6c8f6ae76fe7227684708e4138e35bdc93f by tools/dialect 1; do not edit
select
    cast(`place` as string) as `place`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`last_saved_on` as date) as `last_saved_on`,
    cast(`last_listed_on` as date) as `last_listed_on`,
    cast(`left_archive` as bigint) as `left_archive`
from (
    WITH places(place) AS (
      SELECT
        *
      FROM VALUES
        ('archive'),
        ('under-investigation'),
        ('all'),
        ('unknown'),
        ('not yet captured') AS _values
    ), shown AS (
      SELECT
        max(as_of_on) AS as_of_on
      FROM intermediate.captures
    ), saved AS (
      SELECT
        view AS place,
        max(captured_on) AS last_saved_on
      FROM intermediate.captures
      LATERAL VIEW
      explode(views) each_view AS view
      WHERE
        captured_on <= as_of_on
      GROUP BY ALL
    ), unknown AS (
      SELECT
        breach_id,
        last_view,
        last_listed_on
      FROM marts.unknown_views
      CROSS JOIN shown
      WHERE
        unknown_since <= as_of_on AND (
          known_on IS NULL OR known_on > as_of_on
        )
    ), counted AS (
      SELECT
        CASE
          WHEN is_reconstructed
          THEN 'not yet captured'
          ELSE coalesce(view, 'unknown')
        END AS place,
        count(*) AS breaches,
        CAST(sum(individuals) AS BIGINT) AS individuals,
        min(last_listed_on) AS last_listed_on,
        count(*) FILTER(WHERE
          last_view = 'archive') AS left_archive
      FROM marts.breaches
      LEFT JOIN unknown
        USING (breach_id)
      WHERE
        vanished_on IS NULL
      GROUP BY ALL
    )
    SELECT
      place,
      coalesce(breaches, 0) AS breaches,
      individuals,
      last_saved_on,
      last_listed_on,
      coalesce(left_archive, 0) AS left_archive
    FROM places
    LEFT JOIN counted
      USING (place)
    LEFT JOIN saved
      USING (place)
)
