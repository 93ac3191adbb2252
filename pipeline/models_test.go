package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// ownModels writes the program's models, without tests, into a folder, with
// figures.breaches_by_year changed to give the smallest breach for the largest.
func ownModels(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "models")
	must.Do(t, os.CopyFS(folder, models.Embedded()))
	tests, err := filepath.Glob(filepath.Join(folder, "*", "*_test.sql"))
	for _, test := range tests {
		err = errors.Join(err, os.Remove(test))
	}
	if err != nil || len(tests) == 0 {
		t.Fatalf("want tests to leave out, got %d, %v", len(tests), err)
	}
	path := filepath.Join(folder, "5_figures", "breaches_by_year.sql")
	text := must.Get(os.ReadFile(path))(t)
	changed := strings.Replace(string(text), "max(individuals) as largest", "min(individuals) as largest", 1)
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil || changed == string(text) {
		t.Fatalf("want the largest to change, got %q, %v", text, err)
	}
	return folder
}

// Figures made by other models are not published as those of the program, or the reverse.
func TestPublishRefusesWhatOtherModelsBuilt(t *testing.T) {
	tier.Long(t, "builds with other models")
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	own := o
	own.SQL = ownModels(t)
	refused := func(o Options, want string) {
		t.Helper()
		_, err := Publish(t.Context(), o)
		if !errors.Is(err, errOtherModels) || !strings.HasPrefix(err.Error(), o.Database()+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("want other models reported, got %v", err)
		}
		if _, err := os.Stat(o.Out); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("want nothing published, got %v", err)
		}
	}
	refused(own, "which differ in figures.breaches_by_year;")
	if _, err := Build(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	refused(o, "which differ in figures.breaches_by_year;")
}

// A run that finds the portal unchanged still makes the figures again if the models have changed.
func TestRunPortalAgainWithOtherModels(t *testing.T) {
	tier.Long(t, "a portal asked three times")
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	o := options(t)
	count := func() string {
		t.Helper()
		text := must.Get(os.ReadFile(filepath.Join(o.Out, "breaches_by_year.csv")))(t)
		return string(text)
	}
	for hour, folder := range []string{"", ownModels(t), ""} {
		before := ""
		if hour > 0 {
			before = count()
		}
		o.SQL = folder
		if _, err := RunPortal(t.Context(), o, fromPortal(portal, portalDay.Add(time.Duration(hour)*time.Hour)), silent); err != nil {
			t.Fatal(err)
		}
		if count() == before {
			t.Errorf("models %q: want other numbers than before", folder)
		}
		manifest := must.Get(os.ReadFile(filepath.Join(o.Out, "manifest.json")))(t)
		if got := strings.Contains(string(manifest), "Made with SQL models other than"); got != (folder != "") {
			t.Errorf("models %q: want only them reported as own models, got %v", folder, got)
		}
	}
}

// A run over the captures that are published already changes nothing, with one export or two, unless its
// models come from a folder: then it runs each check, which may have been edited since.
func TestRunAgainChecksOnlyAFolderOfModels(t *testing.T) {
	tier.Long(t, "builds three times")
	t.Parallel()
	o := options(t)
	run := func() (isUnchanged bool, err error) {
		return Run(t.Context(), o, []Export{textExport(day, "all", oddReports())}, silent)
	}
	for _, want := range []bool{false, true} {
		if is, err := run(); is != want || err != nil {
			t.Errorf("want unchanged %v, got %v, %v", want, is, err)
		}
	}
	o.SQL = ownModels(t)
	if is, err := run(); is || err != nil {
		t.Errorf("want figures of other models, got unchanged %v, %v", is, err)
	}
	edited := "-- no breach is listed\nselect breach_id from marts.breaches;\n"
	must.Do(t, os.WriteFile(filepath.Join(o.SQL, "4_marts", "breaches_test.sql"), []byte(edited), 0o644))
	if _, err := run(); !errors.Is(err, check.ErrFailed) || !strings.Contains(err.Error(), "or a model or check in "+o.SQL) {
		t.Errorf("want the edited check to fail and its folder named, got %v", err)
	}
}
