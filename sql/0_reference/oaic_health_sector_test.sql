-- a period ends after it begins, and there is no more human error than there are notifications
select period, human_errors, health_notifications, notifications
from reference.oaic_health_sector
where period_end <= period_start
    or human_errors > health_notifications
    or health_notifications > notifications;

-- a printed share of human error is what its counts come to, to half a per cent
select period, human_errors, health_notifications, human_error_share
from reference.oaic_health_sector
where abs(human_errors / health_notifications - human_error_share) > 0.0055;
