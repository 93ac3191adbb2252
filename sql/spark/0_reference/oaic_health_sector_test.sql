-- generated from sql/0_reference/oaic_health_sector_test.sql sha256:3dc5c47448e0dbbe3cdbf1034dd193c56d6ffcdd77fcd795702c569bd637ad1b by tools/dialect 1; do not edit
SELECT
  period,
  human_errors,
  health_notifications,
  notifications
FROM reference.oaic_health_sector
WHERE
  period_end <= period_start
  OR human_errors > health_notifications
  OR health_notifications > notifications
;
SELECT
  period,
  human_errors,
  health_notifications,
  human_error_share
FROM reference.oaic_health_sector
WHERE
  abs(
    duckdb_quotient(CAST(human_errors AS DOUBLE), CAST(health_notifications AS DOUBLE)) - human_error_share
  ) > 0.0055e0
