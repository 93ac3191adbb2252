package pipeline

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/sample"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// sampleOf returns one view of the sample's history on a day.
func sampleOf(t *testing.T, day string, view data.View) Export {
	t.Helper()
	totals := must.Get(data.Reference().Open("published_yearly_totals.csv"))(t)
	defer func() { _ = totals.Close() }()
	known := must.Get(sample.ReadTotals(totals))(t)
	listed := must.Get(time.Parse(time.DateOnly, day))(t)
	var text bytes.Buffer
	must.Do(t, sample.Write(&text, sample.Options{Rows: 1500, Seed: 3, View: view, Totals: known, ListedOn: listed,
		CapturedOn: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)}))
	export := textExport(day, view, text.String())
	export.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text.Bytes())), nil }
	return export
}

// sampleCaptures are two complete captures of the sample and two newer ones of the open list alone.
func sampleCaptures(t *testing.T) []Export {
	t.Helper()
	return []Export{
		sampleOf(t, "2023-06-01", data.Archive), sampleOf(t, "2023-06-01", data.UnderInvestigation),
		sampleOf(t, "2024-03-01", data.Archive), sampleOf(t, "2024-03-01", data.UnderInvestigation),
		sampleOf(t, "2025-01-15", data.UnderInvestigation), sampleOf(t, "2025-06-02", data.UnderInvestigation),
	}
}

// publishedManifest is the part of out/manifest.json that tests read.
type publishedManifest struct {
	Capture          string
	NewestCapturedOn string  `json:"newest_captured_on"`
	IsComplete       bool    `json:"is_complete"`
	MissingView      *string `json:"missing_view"`
	MissingSince     *string `json:"missing_since"`
	Notices          []string
	Snapshots        []struct {
		CapturedOn, File, SHA256 string
		RowsShown                int `json:"rows_shown"`
	}
	SnapshotsSHA string `json:"snapshots_sha256"`
	Waiting      *struct {
		Captures, Breaches, Revisions int
		NewestCapturedOn              string `json:"newest_captured_on"`
		AsOf                          string `json:"as_of"`
		Largest                       *struct {
			EntityName  string `json:"entity_name"`
			Individuals int64
			Shown       *int64 `json:"individuals_shown"`
		}
	}
}

// publishAsOf builds and publishes as of a day, and returns the manifest.
func publishAsOf(t *testing.T, o *Options, asOf string) publishedManifest {
	t.Helper()
	o.AsOf = asOf
	if results, err := Build(t.Context(), *o); err != nil {
		t.Fatalf("%v\n%v", err, failing(results))
	}
	if _, err := Publish(t.Context(), *o); err != nil {
		t.Fatal(err)
	}
	var m publishedManifest
	must.Do(t, json.Unmarshal([]byte(publishedText(t, *o, "manifest.json")), &m))
	return m
}

func publishedText(t *testing.T, o Options, name string) string {
	t.Helper()
	text := must.Get(os.ReadFile(filepath.Join(o.Out, name)))(t)
	return string(text)
}

// Figures as of a day name exactly the snapshots of which they show a row, wherever they state
// their sources. They are complete only if both views were last saved together.
func TestH16FiguresAsOfADayNameEverySnapshotThatTheyShow(t *testing.T) {
	tier.Long(t, "builds as of several days")
	for _, c := range []struct {
		name    string
		exports func(*testing.T) []Export
		missing map[string]string // on each day: the view, and the day on which it was last saved
		left    string            // as of the newest capture: under investigation, and what left that list since
	}{
		{"the sample", sampleCaptures, map[string]string{
			"2024-03-01": "null|null|2024-03-01",          // what was submitted shortly before was not posted yet
			"2024-04-01": "archive|2024-03-01|2025-01-15", // reconstructed breaches are of the half captures
			"2025-03-01": "archive|2024-03-01|2025-06-02",
			"2025-06-02": "archive|2024-03-01|2025-06-02",
		}, ""},
		{"real captures", allRealExports, map[string]string{
			"2017-12-31": "null|null|2020-08-29",
			"2019-06-01": "under-investigation|2017-09-13|2022-04-04",
			"2026-05-03": "archive|2024-10-17|2026-05-03",
		}, "702 under investigation; 782 left that list since 17 October 2024, and no archive was saved since."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.name == "real captures" {
				tier.Long(t, "builds of all real captures")
			}
			o := options(t)
			importAll(t, o, c.exports(t)...)
			for _, asOf := range slices.Sorted(maps.Keys(c.missing)) {
				o.AsOf = asOf
				if results, err := Build(t.Context(), o); err != nil {
					t.Fatalf("%v\n%v", err, failing(results))
				}
				got := ask(t, o, "select missing_view, missing_since, newest_captured_on from marts.shown_list where is_complete = (missing_view is null)")
				if diff := cmp.Diff([]string{c.missing[asOf]}, got); diff != "" {
					t.Errorf("as of %s: want -, got +:\n%s", asOf, diff)
				}
				sources := ask(t, o, "select distinct source_file from marts.breaches order by 1")
				if diff := cmp.Diff(sources, ask(t, o, "select source_file from marts.snapshots where is_shown order by 1")); diff != "" {
					t.Errorf("as of %s: sources of marts.breaches -, marts.snapshots +:\n%s", asOf, diff)
				}
			}
			m := publishAsOf(t, &o, Newest)
			if m.IsComplete || m.MissingView == nil || *m.MissingView != "archive" || m.MissingSince == nil {
				t.Errorf("want the archive missing, got %+v", m)
			}
			wantLeftSaid(t, o, c.left)
			wantNamed(t, o, m, ask(t, o, `select source_file, sha256, count(*) from marts.breaches join staging.snapshots using (source_file) group by all order by 1`))
		})
	}
}

// wantLeftSaid requires page and captions to state how many breaches are under investigation, and
// how many left that list to an unknown end. An empty sentence is made from the list.
func wantLeftSaid(t *testing.T, o Options, sentence string) {
	t.Helper()
	said := ask(t, o, `select format('{:,} under investigation; {:,} left that list since {}, and no archive was saved since.',
		count(*) filter (where view = 'under-investigation'), count(view_unknown_since), (select strftime(missing_since, '%-d %B %Y') from marts.shown_list))
		from marts.breaches where vanished_on is null`)[0]
	if sentence != "" && said != sentence || strings.Contains(said, " 0 left") {
		t.Errorf("want %q, got %q", sentence, said)
	}
	for _, file := range []string{"index.html", "breaches_by_year.svg", "feed.atom", "manifest.json"} {
		if text := withoutTags(publishedText(t, o, file)); !strings.Contains(text, said) {
			t.Errorf("%s: want %q", file, said)
		}
	}
	open, left, _ := strings.Cut(said, " under investigation; ")
	count, label, _ := strings.Cut(strings.TrimSuffix(left, "."), " ")
	for _, number := range []string{"<dt>under investigation</dt><dd>" + open + "</dd>", "<dt>" + label + "</dt><dd>" + count + "</dd>"} {
		if !strings.Contains(publishedText(t, o, "index.html"), number) {
			t.Errorf("headline: want %s", number)
		}
	}
}

// wantNamed requires the sources, each "FILE|SHA256|ROWS", in the manifest and in everything made
// from it.
func wantNamed(t *testing.T, o Options, m publishedManifest, sources []string) {
	t.Helper()
	var named []string
	newest := ""
	for _, s := range m.Snapshots {
		newest = max(newest, strings.Split(s.File, "/")[1])
		named = append(named, s.File+"|"+s.SHA256+"|"+itoa(s.RowsShown))
	}
	slices.Sort(named)
	if diff := cmp.Diff(sources, named); diff != "" {
		t.Errorf("sources of marts.breaches -, manifest +:\n%s", diff)
	}
	if newest != m.NewestCapturedOn {
		t.Errorf("want the newest capture %s, got %s", newest, m.NewestCapturedOn)
	}
	citation, described := publishedText(t, o, "CITATION.cff"), publishedText(t, o, "datapackage.json")
	if !strings.Contains(citation, `date-released: "`+newest+`"`) || !strings.Contains(described, `"created": "`+newest+`T00:00:00Z"`) {
		t.Errorf("want released on %s, got\n%s", newest, citation)
	}
	book, err := excelize.OpenFile(filepath.Join(o.Out, "breachstats.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	notes := must.Get(book.GetRows("Notes"))(t)
	sheet := ""
	for _, row := range notes {
		sheet += strings.Join(row, " ") + "\n"
	}
	caption := withoutTags(publishedText(t, o, "breaches_by_year.svg"))
	shown := strings.Split(m.Capture, " ")[0]
	for _, source := range sources {
		file, rest, _ := strings.Cut(source, "|")
		sha := strings.Split(rest, "|")[0]
		for name, text := range map[string]string{"CITATION.cff": citation, "datapackage.json": described, "workbook": sheet} {
			if !strings.Contains(text, sha) {
				t.Errorf("%s: want %s by its hash", name, file)
			}
		}
		if strings.Split(file, "/")[1] >= shown && !strings.Contains(caption, sha[:8]) {
			t.Errorf("caption: want %s by its hash, got %s", file, caption[max(0, len(caption)-900):])
		}
	}
	earlier := slices.ContainsFunc(sources, func(s string) bool { return strings.Split(s, "/")[1] < shown })
	if earlier && !strings.Contains(caption, m.SnapshotsSHA[:8]) {
		t.Errorf("caption: want the digest of all sources, %s, got %s", m.SnapshotsSHA[:8], caption[max(0, len(caption)-900):])
	}
	err = filepath.WalkDir(o.Out, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte(strings.Repeat("as ", 2)+"of")) || bytes.Contains(text, []byte("list as captured")) {
			t.Errorf("%s: want English", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Without AsOf, the files of the shown capture are named even if all their rows are older.
func TestTheFilesOfTheCaptureShownAreNamed(t *testing.T) {
	tier.Long(t, "publications of several captures")
	same := exportText(plain("Same"))
	o := options(t)
	importAll(t, o, textExport("2023-04-01", "all", same), textExport("2023-05-01", "all", same))
	files := func(m publishedManifest) (files []string) {
		for _, s := range m.Snapshots {
			files = append(files, s.File+"|"+itoa(s.RowsShown))
		}
		return files
	}
	want := []string{"snapshots/2023-04-01/all.csv|1", "snapshots/2023-05-01/all.csv|0"}
	m := publishAsOf(t, &o, "")
	if diff := cmp.Diff(want, files(m)); diff != "" || m.NewestCapturedOn != "2023-05-01" {
		t.Errorf("want -, got +:\n%s, newest %s", diff, m.NewestCapturedOn)
	}
	if diff := cmp.Diff(want[:1], files(publishAsOf(t, &o, "2023-05-01"))); diff != "" {
		t.Errorf("as of the day: want -, got +:\n%s", diff)
	}
}

// A list as of a day is not complete if only a newer half capture shows its later breaches.
func TestH16ReconstructedFromAHalfCaptureIsNotWhole(t *testing.T) {
	tier.Long(t, "builds as of several days")
	submitted := func(name, day string) report { return plain(name).with(func(r *report) { r.submitted = day }) }
	o := options(t)
	importAll(t, o,
		textExport("2024-10-17", "archive", exportText(submitted("Old", "03/14/2023"))),
		textExport("2024-10-17", "under-investigation", exportText(submitted("Open", "10/10/2024"))),
		textExport("2026-05-03", "under-investigation", exportText(submitted("Later", "11/20/2024"))))
	m := publishAsOf(t, &o, "2025-06-01")
	if m.IsComplete || m.NewestCapturedOn != "2026-05-03" || m.MissingView == nil || *m.MissingView != "archive" {
		t.Errorf("want a list without its archive, got %+v", m)
	}
}
