package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"

	"github.com/breachstats/breachstats/torture/bounds"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// A status reports figures that never end when read, and a run that finds nothing new makes them
// again.
func TestStatusAndRunPortalReadNothingWithoutAnEnd(t *testing.T) {
	tier.Long(t, "a run with each thing that has no end in the way")
	archive, open, part2 := portaltest.Samples(t, 700, 3, 1, portalDay)
	portal := portaltest.New(t, portaltest.Options{Archive: archive, UnderInvestigation: open, Part2: part2})
	o, f := options(t), fromPortal(portal, portalDay)
	f.Limits = fetch.Limits{}
	if _, err := RunPortal(t.Context(), o, f, silent); err != nil {
		t.Fatal(err)
	}
	figure, manifest := filepath.Join(o.Out, "breach_sizes.csv"), filepath.Join(o.Out, "manifest.json")
	status := func(t *testing.T) (s Status) {
		t.Helper()
		must.Do(t, bounds.Ends(t, func() (err error) {
			s, err = Inspect(t.Context(), o)
			return err
		}))
		return s
	}
	for _, test := range []struct {
		name    string
		prepare func() error
		want    string
	}{
		{"a named pipe in the place of a figure", func() error {
			return errors.Join(os.Remove(figure), unix.Mkfifo(figure, 0o644))
		}, figure + ": want a regular file, got a named pipe"},
		{"a manifest that lists a device", func() error {
			zero, pathErr := filepath.Rel(o.Out, "/dev/zero")
			text, err := os.ReadFile(manifest)
			listed := strings.Replace(string(text), `"files": [`, `"files": [{"name": "`+zero+`"}, `, 1)
			return errors.Join(pathErr, err, os.WriteFile(manifest, []byte(listed), 0o644))
		}, `dev/zero": want a file beside it`},
	} {
		t.Run(test.name, func(t *testing.T) {
			must.Do(t, test.prepare())
			if faults := status(t).Faults; len(faults) != 1 || !strings.Contains(faults[0], test.want) {
				t.Errorf("want %q reported, got %q", test.want, faults)
			}
			f.Now = f.Now.Add(time.Hour)
			must.Do(t, bounds.Ends(t, func() error {
				report, err := RunPortal(t.Context(), o, f, silent)
				if report.Outcome != Unchanged {
					t.Errorf("want nothing new, got %+v", report)
				}
				return err
			}))
			if faults := status(t).Faults; len(faults) > 0 {
				t.Errorf("want the figures made again, got %q", faults)
			}
		})
	}
}
