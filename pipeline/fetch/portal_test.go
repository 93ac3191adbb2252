package fetch_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/export"
	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
)

// read is the journey's strict reader, as a run gives it to the client.
func read(name string, answer io.ReadSeeker, view data.View) (fetch.Facts, error) {
	columns, err := export.Columns(view)
	if err != nil {
		return fetch.Facts{}, err
	}
	day := -1
	for i, column := range columns {
		if column == "Breach Submission Date" {
			day = i
		}
	}
	var facts fetch.Facts
	summary, err := export.Read(name, answer, view, func(row export.Row) error {
		submitted, err := time.Parse("01/02/2006", row.Values[day])
		if err == nil && submitted.After(facts.Newest) {
			facts.Newest = submitted
		}
		return nil
	})
	facts.Rows, facts.RowsSHA256 = int64(summary.Rows), summary.RowsSHA256
	if errors.Is(err, export.ErrNoRows) {
		facts.IsEmptyList, err = true, nil
	}
	return facts, err
}

type exports struct{ archive, open, part2 []byte }

// small is a capture that is quick to parse: a hundred reports, and three of Part 2.
var small = sync.OnceValue(func() exports {
	archive, open, part2 := portaltest.Samples(&testing.B{}, 120, 3, 7, time.Date(2026, 8, 20, 0, 0, 0, 0, time.UTC))
	return exports{archive, open, part2}
})

// visit is one run of the client against a portal of its own.
type visit struct {
	portal    *portaltest.Portal
	downloads []fetch.Download
	err       error
	said      []string
	waits     []time.Duration
}

// fetchFrom starts a portal and runs the client against it, without any waiting.
func fetchFrom(t *testing.T, o portaltest.Options, changes ...func(*fetch.Options)) visit {
	t.Helper()
	if o.Archive == nil {
		o.Archive, o.UnderInvestigation, o.Part2 = small().archive, small().open, small().part2
	}
	v := visit{portal: portaltest.New(t, o)}
	v.again(changes...)
	return v
}

func (v *visit) again(changes ...func(*fetch.Options)) {
	options := fetch.Options{
		Base: v.portal.URL(), Version: "v1", Contact: "mailto:test@example.org",
		Idle: 5 * time.Second, Timeout: 20 * time.Second,
		Read: read,
		Say:  func(format string, args ...any) { v.said = append(v.said, fmt.Sprintf(format, args...)) },
		Backoff: func(_ int, asked time.Duration) time.Duration {
			v.waits = append(v.waits, asked)
			return 0
		},
	}
	if roots := v.portal.RootCAs(); roots != nil {
		options.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	}
	for _, change := range changes {
		change(&options)
	}
	v.downloads, v.err = fetch.Portal(context.Background(), options)
}

// holds checks that the three lists came as the portal has them.
func (v *visit) holds(t *testing.T, want exports) {
	t.Helper()
	if v.err != nil {
		t.Fatalf("want three lists, got %v", v.err)
	}
	if len(v.downloads) != 3 {
		t.Fatalf("want three lists, got %d", len(v.downloads))
	}
	lists := [][]byte{want.open, want.archive, want.part2}
	for i, view := range []data.View{data.UnderInvestigation, data.Archive, data.Part2} {
		got := v.downloads[i]
		if got.View != view || !bytes.Equal(rows(got.Body), rows(lists[i])) {
			t.Errorf("%s: want the portal's rows, got %s with %d bytes", view, got.View, len(got.Body))
		}
		if got.Rows != got.GridRows {
			t.Errorf("%s: want the %d rows of the page, got %d", view, got.GridRows, got.Rows)
		}
	}
}

// refused checks that nothing was returned, the error's kind and its one line.
func (v *visit) refused(t *testing.T, kind error, want ...string) {
	t.Helper()
	switch {
	case v.err == nil:
		t.Fatalf("want %q, got %d lists", want, len(v.downloads))
	case v.downloads != nil:
		t.Errorf("want nothing beside an error, got %d lists", len(v.downloads))
	case !errors.Is(v.err, kind):
		t.Errorf("want the kind %v, got %v", kind, v.err)
	}
	other := fetch.ErrUntrusted
	if errors.Is(kind, other) {
		other = fetch.ErrUnreachable
	}
	if errors.Is(v.err, other) {
		t.Errorf("want one kind only, got %v", v.err)
	}
	for _, part := range want {
		if !strings.Contains(v.err.Error(), part) {
			t.Errorf("want %q in the message, got %q", part, v.err)
		}
	}
	if strings.Contains(v.err.Error(), "\n") || !strings.HasPrefix(v.err.Error(), "fetch: ") || !strings.Contains(v.err.Error(), "; ") {
		t.Errorf("want one line that says what to do next, got %q", v.err)
	}
}

// rows are the bytes behind the header.
func rows(export []byte) []byte {
	_, after, _ := bytes.Cut(export, []byte("\n"))
	return after
}

func strike(faults ...portaltest.Strike) portaltest.Options {
	return portaltest.Options{Faults: faults}
}

func TestFetchPullsAllThreeLists(t *testing.T) {
	v := fetchFrom(t, portaltest.Options{})
	v.holds(t, small())
	requests := v.portal.Requests()
	if len(requests) != 8 {
		t.Errorf("want 8 requests, got %d", len(requests))
	}
	for _, request := range requests {
		if request.UserAgent != "breachstats/v1 (+mailto:test@example.org)" {
			t.Errorf("want an honest User-Agent, got %q", request.UserAgent)
		}
		if request.Method == http.MethodPost && (request.Referer == "" || !strings.HasPrefix(v.portal.URL(), request.Origin) || !request.HasAffinity) {
			t.Errorf("want a post as the page would send it, got %+v", request)
		}
		if request.Method == http.MethodGet && request.HasSession {
			t.Errorf("want a fresh jar for every page, got the cookies of another visit")
		}
	}
	archive := v.downloads[1]
	if archive.URL != v.portal.URL()+"breach_report_hip.jsf" || archive.Answer.FinalURL != archive.URL || archive.Answer.Status != 200 ||
		!strings.Contains(archive.Answer.Headers, `"Content-Disposition":"attachment; filename=\"breach_report.csv\""`) ||
		strings.Contains(archive.Answer.Headers, "Cookie") || archive.Answer.RetrievedAt != archive.RetrievedAt.Format(time.RFC3339) {
		t.Errorf("want how the portal answered, got %q, %+v", archive.URL, archive.Answer)
	}
	if archive.Newest.Year() < 2020 {
		t.Errorf("want the newest day of submission, got %s", archive.Newest)
	}
	if len(v.said) != 3 {
		t.Errorf("want a line a list, got %q", v.said)
	}
}

func TestFetchTakesDeploymentsAsTheyCome(t *testing.T) {
	tabs := func(all ...portaltest.Tab) []portaltest.Tab { return all }
	open, archive, help := portaltest.OpenTab, portaltest.ArchiveTab, portaltest.HelpTab
	cases := map[string]portaltest.Quirks{
		"archive first":                   {Tabs: tabs(archive, open)},
		"archive first, open shown":       {Tabs: tabs(archive, open), Visible: open},
		"help first and shown":            {Tabs: tabs(help, archive, open)},
		"help between, archive shown":     {Tabs: tabs(open, help, archive), Visible: archive},
		"opaque panels":                   {OpaquePanels: true, IDPrefix: "id_", TabView: "ocrForm:views:0:list"},
		"no tabs on the Part 2 page":      {Part2NoTabs: true},
		"CSV first":                       {Exporters: []portaltest.Format{portaltest.CSV, portaltest.XML, portaltest.PDF, portaltest.XLS}},
		"icons with alt only":             {Icons: portaltest.IconsAlt},
		"icons with title only":           {Icons: portaltest.IconsTitle},
		"icons with file names only":      {Icons: portaltest.IconsFile, EscapedClicks: true},
		"jakarta":                         {Jakarta: true},
		"a client window":                 {ClientWindow: true},
		"urlencoded only":                 {Encoding: portaltest.URLEncodedOnly, Enctype: true},
		"multipart only":                  {Encoding: portaltest.MultipartOnly},
		"multipart only, session in URL":  {Encoding: portaltest.MultipartOnly, SessionInURL: true, Jakarta: true, Tabs: tabs(help, archive, open)},
		"the grid where it was":           {GridAtReport: true, HealthyHeader: true},
		"states that die at once":         {SingleUse: true, StatesKept: 1},
		"gzip":                            {Gzip: true},
		"bodies that end with connection": {CloseDelimits: true},
	}
	for name, quirks := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := fetchFrom(t, portaltest.Options{Quirks: quirks})
			v.holds(t, small())
			if requests := v.portal.Requests(); len(requests) > 12 {
				t.Errorf("want about ten requests, got %d", len(requests))
			}
		})
	}
}

func TestFetchTakesAnEmptyListWhereThePageSaysSo(t *testing.T) {
	lists := small()
	lists.part2 = portaltest.HeaderOnly(data.Part2)
	v := fetchFrom(t, portaltest.Options{Archive: lists.archive, UnderInvestigation: lists.open, Part2: lists.part2})
	v.holds(t, lists)
	if !v.downloads[2].IsEmptyList {
		t.Error("want an empty list, got rows")
	}
}

func TestFetchTakesTheViewsThatAreAskedFor(t *testing.T) {
	v := fetchFrom(t, portaltest.Options{}, func(o *fetch.Options) { o.Views = []data.View{data.Part2, data.Archive} })
	if v.err != nil || len(v.downloads) != 2 || v.downloads[0].View != data.Archive || v.downloads[1].View != data.Part2 {
		t.Errorf("want the archive, then Part 2, got %v", v.err)
	}
}

func TestFetchPullsListsOfTheUsualSize(t *testing.T) {
	v := visit{portal: portaltest.New(t, portaltest.Options{})}
	v.again()
	if v.err != nil {
		t.Fatal(v.err)
	}
	if err := fetch.Judge(v.downloads, nil, time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC), fetch.DefaultLimits()); err != nil {
		t.Errorf("want a capture that every limit accepts, got %v", err)
	}
}

func TestFetchOverTLS(t *testing.T) {
	v := fetchFrom(t, portaltest.Options{TLS: true})
	v.holds(t, small())
}
