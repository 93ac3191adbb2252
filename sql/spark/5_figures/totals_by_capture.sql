-- generated from sql/5_figures/totals_by_capture.sql sha256:b2b199e5234dad71789abd08b868c9d5bb4b4755d35920b6e11ffee61960264d by tools/dialect 1; do not edit
select
    cast(`year` as bigint) as `year`,
    cast(`captured_on` as date) as `captured_on`,
    cast(`capture_no` as bigint) as `capture_no`,
    cast(`capture` as string) as `capture`,
    cast(`is_newest` as boolean) as `is_newest`,
    cast(`breaches` as bigint) as `breaches`,
    cast(`individuals` as bigint) as `individuals`,
    cast(`breaches_without_count` as bigint) as `breaches_without_count`,
    cast(`previous_capture` as string) as `previous_capture`,
    cast(`breaches_change` as bigint) as `breaches_change`,
    cast(`individuals_change` as bigint) as `individuals_change`,
    cast(`is_closed` as boolean) as `is_closed`,
    cast(`closed_capture` as string) as `closed_capture`,
    cast(`breaches_since_closed` as bigint) as `breaches_since_closed`,
    cast(`individuals_since_closed` as bigint) as `individuals_since_closed`,
    cast(`was_closed` as boolean) as `was_closed`
from (
    SELECT
      year,
      captured_on,
      capture_no,
      capture,
      is_newest,
      breaches,
      individuals,
      breaches_without_count,
      previous_capture,
      breaches_change,
      individuals_change,
      is_closed,
      closed_capture,
      breaches_since_closed,
      individuals_since_closed,
      was_closed
    FROM marts.totals_by_capture
)
