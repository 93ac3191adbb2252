package serve_test

import (
	"os"
	"testing"

	"github.com/breachstats/breachstats/pipeline/serve/servetest"
)

// The tests' own program is the worker too.
func TestMain(m *testing.M) {
	servetest.WorkIfAsked()
	os.Exit(m.Run())
}
