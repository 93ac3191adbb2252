package pipeline

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/torture/tier"
)

// runWhileChecked returns options that make a whole run from a newer list when the first check of
// the published database starts, and a function that returns the result of that run.
func runWhileChecked(t *testing.T, o Options) (_ Options, ran func() error) {
	t.Helper()
	newer := oddReports() + exportText(plain("New").with(func(r *report) { r.submitted = "11/01/2024" }))[len(header)+1:]
	err := errors.New("want a check, got none")
	var once sync.Once
	checked := o
	checked.Trace = func(part string) func() {
		if strings.HasPrefix(part, "check ") {
			once.Do(func() { _, err = Run(t.Context(), o, []Export{textExport(laterDay, "all", newer)}, silent) })
		}
		return func() {}
	}
	return checked, func() error { return err }
}

// A run that ends while an older database is checked is accepted, and the figures published are
// those of the newer database.
func TestPublishPutsNoOlderFiguresOverNewer(t *testing.T) {
	tier.Long(t, "figures of several builds")
	t.Parallel()
	o, ran := runWhileChecked(t, publishOnce(t, textExport(day, "all", oddReports())))
	_, err := Publish(t.Context(), o)
	if err := errors.Join(err, ran()); err != nil {
		t.Fatalf("want both done, the run while the checks run: %v", err)
	}
	published, inspectErr := publish.Inspect(o.Out)
	if inspectErr != nil {
		t.Fatal(inspectErr)
	}
	if published.Capture != laterDay {
		t.Errorf("want the newer figures, got those of %s", published.Capture)
	}
}

func TestPublishOnlyWritesNoOlderFigureBesideNewer(t *testing.T) {
	tier.Long(t, "figures of several builds")
	t.Parallel()
	choice := publish.Choice{Figures: []string{"breaches_by_year"}, Formats: []string{"json"}}
	newest := func(t *testing.T, o Options) string {
		t.Helper()
		var figure bytes.Buffer
		o.Out, o.Trace = "-", nil
		if _, err := PublishOnly(t.Context(), o, choice, &figure); err != nil {
			t.Fatal(err)
		}
		return figure.String()
	}
	export := textExport(day, "all", oddReports())
	built, _ := buildOnce(t, export)
	for name, begun := range map[string]Options{
		"in a publication":                     publishOnce(t, export),
		"in a folder that is published to now": built,
	} {
		t.Run(name, func(t *testing.T) {
			o, ran := runWhileChecked(t, begun)
			_, err := PublishOnly(t.Context(), o, choice, nil)
			if err != nil || ran() != nil && !errors.Is(ran(), data.ErrLocked) {
				t.Fatalf("want one written after the other, or the run refused, got %v and %v", err, ran())
			}
			figure, err := os.ReadFile(filepath.Join(o.Out, "breaches_by_year.json"))
			if want := newest(t, o); err != nil || string(figure) != want {
				t.Errorf("want the figure of the database that stands there,\n%s\ngot %v\n%s", want, err, figure)
			}
		})
	}
	t.Run("to stdout", func(t *testing.T) {
		begun, _ := buildOnce(t, export)
		before := newest(t, begun)
		o, ran := runWhileChecked(t, begun)
		elsewhere := o
		elsewhere.Out = "-"
		var figure bytes.Buffer
		if _, err := PublishOnly(t.Context(), elsewhere, choice, &figure); err != nil || ran() != nil || figure.String() != before {
			t.Errorf("want no lock and the figure of the database that was opened, got %v, %v,\n%s", err, ran(), figure.String())
		}
	})
}

// If there is nothing to publish, no file is left beside the folder.
func TestPublishWithoutADatabaseLeavesNoLock(t *testing.T) {
	t.Parallel()
	o := options(t)
	if _, err := Publish(t.Context(), o); err == nil {
		t.Error("want the missing database reported")
	}
	if left, err := os.ReadDir(filepath.Dir(o.Out)); err != nil || len(left) > 0 {
		t.Errorf("want nothing left, got %v, %v", left, err)
	}
}
