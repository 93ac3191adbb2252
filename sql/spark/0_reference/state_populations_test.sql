-- generated from sql/0_reference/state_populations_test.sql sha256:09850364e73fe55d0f1e8778b3ec310001ad80e0e0112f10987305b17c294c4f by tools/dialect 1; do not edit
SELECT
  coalesce(reference.states.state, reference.state_populations.state) AS state,
  kind,
  population
FROM reference.states
FULL JOIN reference.state_populations
  USING (state)
WHERE
  kind IS NULL
  OR (
    population IS NULL
  ) <> (
    kind = 'freely associated state'
  )
  OR population <= 0
;
SELECT
  counted,
  331449281 AS printed
FROM (
  SELECT
    CAST(coalesce(sum(population), 0) AS BIGINT) AS counted
  FROM reference.state_populations
  JOIN reference.states
    USING (state)
  WHERE
    kind IN ('state', 'district')
)
WHERE
  counted <> 331449281
;
SELECT
  counted,
  3285874 + 153836 + 87146 + 49710 + 47329 AS printed
FROM (
  SELECT
    CAST(coalesce(sum(population), 0) AS BIGINT) AS counted
  FROM reference.state_populations
  JOIN reference.states
    USING (state)
  WHERE
    kind = 'territory'
)
WHERE
  counted <> 3285874 + 153836 + 87146 + 49710 + 47329
