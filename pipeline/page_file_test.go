package pipeline

import (
	"bytes"
	"github.com/breachstats/breachstats/torture/tier"
	"os"
	"path/filepath"
	"testing"
)

// The same page from the same database, of one file, and under 1.5 MB with pageReports breaches.
func TestPageIsOneSmallFileAndTheSameEveryTime(t *testing.T) {
	tier.Long(t, "a page published twice")
	t.Parallel()
	o := publishedPage(t)
	first, err := os.ReadFile(filepath.Join(o.Out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	o.Out = filepath.Join(t.TempDir(), "again")
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(filepath.Join(o.Out, "index.html"))
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("want the same bytes again, got %d and %d, %v", len(first), len(second), err)
	}
	t.Logf("%d breaches: %d bytes", pageReports, len(first))
	if len(first) > 1_500_000 {
		t.Errorf("want a page under 1.5 MB, got %d bytes", len(first))
	}
	for _, forbidden := range []string{"alert(1)</script>", " style=", " onclick=", " onload=", "<img"} {
		if bytes.Contains(first, []byte(forbidden)) {
			t.Errorf("want no %q in the page", forbidden)
		}
	}
}
