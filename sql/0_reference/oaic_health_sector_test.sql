-- a period ends after it begins, and has no more human errors than notifications
select period, human_errors, health_notifications, notifications
from reference.oaic_health_sector
where period_end <= period_start
    or human_errors > health_notifications
    or health_notifications > notifications;

-- a printed share of human error agrees with its counts to half a percentage point
select period, human_errors, health_notifications, human_error_share
from reference.oaic_health_sector
where abs(human_errors / health_notifications - human_error_share) > 0.0055;
