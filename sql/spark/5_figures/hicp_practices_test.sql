-- generated from sql/5_figures/hicp_practices_test.sql sha256:6d5c6ef1c8ffc9dd3dc48d476ff59026237ded11a9dce83fe5195c5bd591fca0 by tools/dialect 1; do not edit
WITH wanted AS (
  SELECT
    practice_no,
    count(*) AS breaches,
    coalesce(sum(individuals), 0) AS individuals
  FROM marts.breaches
  JOIN reference.hicp_practice_threats
    USING (hicp_threat)
  WHERE
    vanished_on IS NULL
  GROUP BY ALL
)
SELECT
  practice_no,
  hicp_practices.breaches,
  wanted.breaches AS breaches_wanted
FROM figures.hicp_practices
FULL JOIN wanted
  USING (practice_no)
WHERE
  coalesce(hicp_practices.breaches, 0) <> coalesce(wanted.breaches, 0)
  OR coalesce(hicp_practices.individuals, 0) <> coalesce(wanted.individuals, 0)
;
SELECT
  practice,
  breaches,
  recent_breaches
FROM figures.hicp_practices
WHERE
  breaches <> coalesce(phishing_breaches, 0) + coalesce(ransomware_breaches, 0) + coalesce(loss_or_theft_breaches, 0) + coalesce(insider_breaches, 0) + coalesce(medical_device_breaches, 0)
  OR recent_breaches > breaches
  OR recent_individuals > individuals
  OR NOT told_share BETWEEN 0 AND 1
;
SELECT
  practice,
  breaches,
  rank_by_breaches
FROM figures.hicp_practices
WHERE
  (
    rank_by_breaches = 1
  ) <> (
    breaches = (
      SELECT
        max(breaches)
      FROM figures.hicp_practices
    )
  )
  OR (
    SELECT
      count(*)
    FROM figures.hicp_practices
  ) <> (
    SELECT
      count(*)
    FROM reference.hicp_practices
  )
