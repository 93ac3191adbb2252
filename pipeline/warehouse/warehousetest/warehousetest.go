// Package warehousetest publishes small databases for tests.
package warehousetest

import (
	"testing"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Publish makes a database by SQL statements and publishes it at path, in place of the one that is there.
func Publish(tb testing.TB, path, statements string) {
	tb.Helper()
	w, err := warehouse.Create(tb.Context(), path, 0, warehouse.Limits{})
	if err == nil {
		err = w.Exec(tb.Context(), statements)
	}
	if err == nil {
		err = w.Filled(tb.Context())
	}
	if err == nil {
		err = warehouse.Swap(tb.Context(), w, path)
	}
	if err != nil {
		tb.Fatal(err)
	}
}
