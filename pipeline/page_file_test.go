package pipeline

import (
	"bytes"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
	"os"
	"path/filepath"
	"testing"
)

// mostPageBytes is the largest size of the page, for the real list and for pageReports breaches.
const mostPageBytes = 1_800_000

// The same database gives the same pages, and they are small with pageReports breaches.
func TestPageIsSmallAndTheSameEveryTime(t *testing.T) {
	tier.Long(t, "a page published twice")
	t.Parallel()
	o := publishedPage(t)
	read := func(name string) []byte {
		text := must.Get(os.ReadFile(filepath.Join(o.Out, name)))(t)
		return text
	}
	names := []string{"index.html", "studies.html", "descriptions.js", "breachstats.xlsx"}
	var before [][]byte
	for _, name := range names {
		before = append(before, read(name))
	}
	o.Out = filepath.Join(t.TempDir(), "again")
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		if again := read(name); !bytes.Equal(before[i], again) {
			t.Errorf("%s: want the same bytes again, got %d and %d", name, len(before[i]), len(again))
		}
	}
	first := before[0]
	t.Logf("%d breaches: %d bytes", pageReports, len(first))
	if len(first) > mostPageBytes {
		t.Errorf("want a page of %d bytes at most, got %d", mostPageBytes, len(first))
	}
	for _, forbidden := range []string{"alert(1)</script>", " style=", " onclick=", " onload=", "<img"} {
		if bytes.Contains(first, []byte(forbidden)) {
			t.Errorf("want no %q in the page", forbidden)
		}
	}
}
