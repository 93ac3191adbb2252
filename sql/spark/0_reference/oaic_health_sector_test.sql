-- generated from sql/0_reference/oaic_health_sector_test.sql sha256:0d85f9fb7beca571e09531cada6b6cdaaa26888ca9b8adb87950eb0233e666c9 by tools/dialect 1; do not edit
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
  abs(human_errors / health_notifications - human_error_share) > 0.0055e0
