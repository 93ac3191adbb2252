package pipeline

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// edit changes the published database, as anybody with a DuckDB shell could.
func edit(t *testing.T, o Options, statement string) {
	t.Helper()
	shell, err := sql.Open("duckdb", o.Database())
	if err != nil {
		t.Fatal(err)
	}
	_, err = shell.ExecContext(t.Context(), statement)
	must.Do(t, errors.Join(err, shell.Close()))
}

func TestPublishRefusesADatabaseThatWasEdited(t *testing.T) {
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	edit(t, o, "update figures.breaches_by_year set breaches = 9999 where year = 2022")
	results, err := Publish(t.Context(), o)
	if !errors.Is(err, check.ErrFailed) || !strings.Contains(strings.Join(failing(results), "\n"), "every breach is counted in exactly one year") {
		t.Errorf("want the figure that was edited reported, got %v, %v", err, failing(results))
	}
	if _, err := os.Stat(o.Out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("want nothing published, got %v", err)
	}
}

// A killed session leaves a log beside the database. It must not be applied to the next database.
func TestBuildD5DropsTheLogOfAnotherDatabase(t *testing.T) {
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	edit(t, o, "set checkpoint_threshold = '1TB'; pragma disable_checkpoint_on_shutdown; delete from marts.breaches")
	log := o.Database() + ".wal"
	if info, err := os.Stat(log); err != nil || info.Size() == 0 {
		t.Fatalf("want a log left behind, got %v", err)
	}
	if _, err := Check(t.Context(), o); err == nil || !strings.HasPrefix(err.Error(), log+": another program has changed the database") {
		t.Errorf("want the log reported, got %v", err)
	}
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, o, "select count(*) from marts.breaches"); got[0] != "6" {
		t.Errorf("want all 6 breaches, got %v", got)
	}
}

// If the database cannot be read today, its ids may be readable tomorrow, so it is not replaced.
func TestBuildKeepsADatabaseThatTheSystemKeepsFromIt(t *testing.T) {
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	must.Do(t, errors.Join(os.Remove(o.Database()), os.Symlink(filepath.Base(o.Database()), o.Database())))
	_, err := Build(t.Context(), o)
	if err == nil || !strings.HasPrefix(err.Error(), "the previous database has the published breach ids and cannot be read: ") || !strings.Contains(err.Error(), o.Database()) {
		t.Errorf("want the system's error reported, got %v", err)
	}
	if target, err := os.Readlink(o.Database()); err != nil || target != filepath.Base(o.Database()) {
		t.Errorf("want what stood there, got %q, %v", target, err)
	}
}

func TestBuildRefusesAManifestThatLies(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport(day, "all", exportText(plain("Plain (synthetic)"))))
	path := filepath.Join(o.Data, "manifest.csv")
	text := must.Get(os.ReadFile(path))(t)
	lie := strings.Replace(string(text), ",false,true,,", ",false,false,,", 1) // is_synthetic, before a base that is blank
	if err := os.WriteFile(path, []byte(lie), 0o644); err != nil || lie == string(text) {
		t.Fatalf("want the mark taken off, got %q, %v", lie, err)
	}
	if _, err := Build(t.Context(), o); err == nil || !strings.Contains(err.Error(), "all.csv: want is_synthetic false as the manifest says, got true") {
		t.Errorf("want the wrong entry reported, got %v", err)
	}
}

func TestPublishOneProcessAtATime(t *testing.T) {
	tier.Long(t, "publications side by side")
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	path := must.Get(publish.LockPath(o.Out))(t)
	release := must.Get(data.LockFile(path, "process 4242, publishing"))(t)
	if _, err := Publish(t.Context(), o); !errors.Is(err, data.ErrLocked) || !strings.Contains(err.Error(), "process 4242") {
		t.Errorf("want the other process named, got %v", err)
	}
	release()
	if _, err := Publish(t.Context(), o); err != nil {
		t.Errorf("want it published afterwards, got %v", err)
	}
}

func TestPublishD3ALinkStaysALink(t *testing.T) {
	tier.Long(t, "publications over a link")
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	dir := t.TempDir()
	behind := filepath.Join(dir, "behind")
	o.Out = filepath.Join(dir, "out")
	must.Do(t, errors.Join(os.Mkdir(behind, 0o755), os.Symlink(behind, o.Out)))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	must.Do(t, errors.Join(os.Symlink("nowhere", filepath.Join(behind, "dangling")), os.Remove(filepath.Join(behind, "index.html"))))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(o.Out); err != nil || target != behind {
		t.Errorf("want the link kept, got %q, %v", target, err)
	}
	if target, err := os.Readlink(filepath.Join(behind, "dangling")); err != nil || target != "nowhere" {
		t.Errorf("want a link inside carried over as one, got %q, %v", target, err)
	}
	if _, err := os.Stat(filepath.Join(behind, "index.html")); err != nil {
		t.Errorf("want the figures behind the link, got %v", err)
	}
}

// Half a capture that somebody imported does not count as a recent capture of the portal.
func TestFetchAsksWhenOnlyAHalfCaptureIsYoung(t *testing.T) {
	t.Parallel()
	portal := portaltest.New(t, portaltest.Options{})
	o := options(t)
	f := fromPortal(portal, portalDay)
	if _, err := Fetch(t.Context(), o, f); err != nil {
		t.Fatal(err)
	}
	later := portalDay.AddDate(0, 0, 3)
	half := textExport(later.Format(time.DateOnly), data.UnderInvestigation, exportText(plain("Half (synthetic)")))
	importAll(t, o, half)
	f.Now, f.IfOlderThan = later.Add(time.Hour), 20*time.Hour
	if report, err := Fetch(t.Context(), o, f); err != nil || report.Outcome != Unchanged || report.Capture != "2026-08-20" {
		t.Errorf("want the portal asked, got %+v, %v", report, err)
	}
}
