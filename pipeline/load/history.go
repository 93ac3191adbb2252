package load

import (
	"context"
	"database/sql/driver"
	"time"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// AsOf fills raw.as_of, which is empty. day is YYYY-MM-DD, or empty for the newest capture.
func AsOf(ctx context.Context, w engine.Engine, day string) error {
	var asOf driver.Value
	if day != "" {
		parsed, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return err
		}
		asOf = parsed
	}
	return w.Append(ctx, "raw", "as_of", func(add func(...driver.Value) error) error { return add(int64(1), asOf) })
}
