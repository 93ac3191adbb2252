package fetch_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
)

// faulty is a fault that stays, and the message that it ends in.
type faulty struct {
	name   string
	strike portaltest.Strike
	quirks portaltest.Quirks
	change func(*fetch.Options)
	kind   error
	want   []string
	tries  int // visits that the message admits to; 0: one, and nothing is said
}

func (f faulty) run(t *testing.T) {
	t.Helper()
	t.Run(f.name, func(t *testing.T) {
		t.Parallel()
		if f.change == nil {
			f.change = func(*fetch.Options) {}
		}
		v := fetchFrom(t, portaltest.Options{Quirks: f.quirks, Faults: []portaltest.Strike{f.strike}}, f.change)
		v.refused(t, f.kind, f.want...)
		if f.tries > 0 && !strings.Contains(v.err.Error(), "(tried 3 times)") || f.tries == 0 && strings.Contains(v.err.Error(), "tried") {
			t.Errorf("want %d tries reported, got %q", f.tries, v.err)
		}
	})
}

// passing is a fault that goes away, as most do.
func passing(t *testing.T, name string, o portaltest.Options, changes ...func(*fetch.Options)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		v := fetchFrom(t, o, changes...)
		v.holds(t, small())
	})
}

func impatient(o *fetch.Options) { o.Idle = 3 * time.Second }

func TestFetchT1NoAnswer(t *testing.T) {
	for _, f := range []faulty{
		{"refused", portaltest.Strike{Fault: portaltest.FaultT1Refused}, portaltest.Quirks{}, nil, fetch.ErrUnreachable,
			[]string{"fetch: under-investigation: grid /ocr/breach/breach_report_hip.jsf: want a connection to 127.0.0.1", "connection refused", "check the network"}, 3},
		{"reset", portaltest.Strike{Fault: portaltest.FaultT1Reset, View: data.Archive}, portaltest.Quirks{}, nil, fetch.ErrUnreachable,
			[]string{"fetch: archive: tab ", "want an answer of 127.0.0.1", "reset"}, 3},
		{"hang before the header", portaltest.Strike{Fault: portaltest.FaultT1HangBeforeHeader, Step: portaltest.StepExport}, portaltest.Quirks{}, impatient,
			fetch.ErrUnreachable, []string{"fetch: under-investigation: export ", "want the next byte within 3s, got none"}, 3},
		{"hang in the body", portaltest.Strike{Fault: portaltest.FaultT1HangMidBody, Bytes: 1000}, portaltest.Quirks{}, impatient,
			fetch.ErrUnreachable, []string{"want the next byte within 3s, got none"}, 3},
	} {
		f.run(t)
	}
	passing(t, "and passes", strike(
		portaltest.Strike{Fault: portaltest.FaultT1Reset, Times: 2},
		portaltest.Strike{Fault: portaltest.FaultT1HangMidBody, Times: 1, View: data.Archive}), impatient)
	t.Run("no such name", func(t *testing.T) {
		v := fetchFrom(t, portaltest.Options{}, func(o *fetch.Options) {
			o.Base = "http://portal.invalid/ocr/breach/"
			o.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "portal.invalid", IsNotFound: true}}
			}}
		})
		v.refused(t, fetch.ErrUnreachable, "want the address of portal.invalid, got none: no such host")
	})
}

func TestFetchT2CertificateThatCannotBeTrusted(t *testing.T) {
	for fault, want := range map[portaltest.Fault]string{
		portaltest.FaultT2UnknownCA:       "unknown authority",
		portaltest.FaultT2IncompleteChain: "unknown authority",
		portaltest.FaultT2Expired:         "expired",
		portaltest.FaultT2WrongHost:       "not 127.0.0.1",
	} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			v := fetchFrom(t, portaltest.Options{TLS: true, Faults: []portaltest.Strike{{Fault: fault}}})
			v.refused(t, fetch.ErrUnreachable, "want a trusted certificate of 127.0.0.1", want, "verification cannot be switched off")
			if len(v.portal.Requests()) > 0 || len(v.waits) > 0 {
				t.Errorf("want no request over such a connection, and no second try")
			}
		})
	}
}

func TestFetchT3FrontPageInsteadOfTheGrid(t *testing.T) {
	for _, f := range []faulty{
		{"for the page", portaltest.Strike{Fault: portaltest.FaultT3RedirectToFrontPage, Step: portaltest.StepPage}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: grid /ocr/breach/breach_report_hip.jsf: want the page of the HIPAA list, got a redirect to /ocr/breach/breach_frontpage.jsf", "try again later"}, 3},
		{"for the tab", portaltest.Strike{Fault: portaltest.FaultT3RedirectToFrontPage, Step: portaltest.StepTab}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{`fetch: archive: tab /ocr/breach/breach_frontpage.jsf: want the tab "Archive", got a redirect to /ocr/breach/breach_frontpage.jsf`}, 3},
		{"for the export", portaltest.Strike{Fault: portaltest.FaultT3RedirectToFrontPage, Step: portaltest.StepExport, View: data.Part2}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: part2: export /ocr/breach/breach_frontpage.jsf: want a CSV export, got a redirect to /ocr/breach/breach_frontpage.jsf"}, 3},
	} {
		f.run(t)
	}
	passing(t, "and passes", strike(portaltest.Strike{Fault: portaltest.FaultT3RedirectToFrontPage, Times: 2, After: 4}))
}

func TestFetchT4PageAgainForEveryEncoding(t *testing.T) {
	for _, f := range []faulty{
		{"for the export", portaltest.Strike{Fault: portaltest.FaultT4Rerender}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: export ", "want a CSV export, got the page of the HIPAA list again, posted urlencoded and as multipart"}, 3},
		{"for the tab", portaltest.Strike{Fault: portaltest.FaultT4Rerender, Step: portaltest.StepTab}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: tab ", `want a partial response with the tab "Archive", got a page that reads "U.S. Department of Health`, "posted urlencoded and as multipart"}, 3},
	} {
		f.run(t)
	}
	passing(t, "and passes", strike(portaltest.Strike{Fault: portaltest.FaultT4Rerender, Times: 3}))
}

func TestFetchT5CookiesLost(t *testing.T) {
	for _, fault := range []portaltest.Fault{
		portaltest.FaultT5SessionLost, portaltest.FaultT5AffinityIgnored, portaltest.FaultT5NoSessionCookie, portaltest.FaultT5NoAffinityCookie,
	} {
		faulty{string(fault), portaltest.Strike{Fault: fault}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: export ", "want a CSV export, got a redirect to /ocr/breach/breach_frontpage.jsf"}, 3}.run(t)
		passing(t, string(fault)+" passes", strike(portaltest.Strike{Fault: fault, Times: 2, After: 1}))
	}
}

func TestFetchT6ViewState(t *testing.T) {
	for _, f := range []faulty{
		{"missing", portaltest.Strike{Fault: portaltest.FaultT6ViewStateMissing}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: grid ", "want the state of the page in a hidden input named javax.faces.ViewState, got none"}, 3},
		{"missing in the tab", portaltest.Strike{Fault: portaltest.FaultT6ViewStateMissing, Step: portaltest.StepTab}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: tab ", "want the new state of the page, got a partial response without javax.faces.ViewState"}, 3},
	} {
		f.run(t)
	}
	passing(t, "renamed", strike(portaltest.Strike{Fault: portaltest.FaultT6ViewStateJakarta}))
}

func TestFetchT7ExpiredView(t *testing.T) {
	for _, f := range []faulty{
		{"a page that says so", portaltest.Strike{Fault: portaltest.FaultT7ViewExpired, Step: portaltest.StepExport}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"want the next step of the session, got an expired view (a page that says ViewExpiredException)"}, 3},
		{"status 500", portaltest.Strike{Fault: portaltest.FaultT7ViewExpired500, Step: portaltest.StepExport}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"got an expired view (status 500 Internal Server Error)"}, 3},
		{"a redirect in the partial response", portaltest.Strike{Fault: portaltest.FaultT7PartialRedirect}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{`fetch: archive: tab /ocr/breach/breach_report_hip.jsf: want the other tab, got a redirect to "/ocr/breach/breach_frontpage.jsf"`}, 3},
		{"an error in the partial response", portaltest.Strike{Fault: portaltest.FaultT7PartialError}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: tab ", "got an expired view (a partial response with the error "}, 3},
	} {
		f.run(t)
		f.strike.Times = 2
		passing(t, f.name+" passes", strike(f.strike))
	}
}

func TestFetchT8CSVIcon(t *testing.T) {
	for _, f := range []faulty{
		{"missing", portaltest.Strike{Fault: portaltest.FaultT8IconMissing}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: grid ", "want a link or button that exports CSV, got exporters for XLS, PDF, XML only"}, 3},
		{"renamed", portaltest.Strike{Fault: portaltest.FaultT8IconRenamed, View: data.Archive}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: tab ", "got exporters for XLS, PDF, XML only"}, 3},
		{"no exporters", portaltest.Strike{Fault: portaltest.FaultT8NoExporters, View: data.Part2}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: part2: grid /ocr/breach/breach_report_part2.jsf: ", "got no exporters at all"}, 3},
	} {
		f.run(t)
	}
	passing(t, "an icon font", strike(portaltest.Strike{Fault: portaltest.FaultT8IconFont}))
}

func TestFetchT9OnlyXLS(t *testing.T) {
	faulty{"offered", portaltest.Strike{Fault: portaltest.FaultT9OnlyXLS}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
		[]string{"want a link or button that exports CSV, got exporters for XLS only"}, 3}.run(t)
	faulty{"under the headers of a CSV", portaltest.Strike{Fault: portaltest.FaultB9OtherFormat}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
		[]string{`want a CSV export, got an XLS spreadsheet (Content-Type "text/csv;charset=UTF-8")`, "nothing was kept"}, 3}.run(t)
}

func TestFetchT10CommandChangesBetweenPageAndPost(t *testing.T) {
	faulty{"unknown", portaltest.Strike{Fault: portaltest.FaultT10CommandIDChanges}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
		[]string{"want a CSV export, got the page of the HIPAA list again"}, 3}.run(t)
	faulty{"another exporter", portaltest.Strike{Fault: portaltest.FaultT10CommandMeansXLS}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
		[]string{`want a CSV export, got an XLS spreadsheet (Content-Type "application/vnd.ms-excel")`}, 3}.run(t)
	passing(t, "and passes", strike(
		portaltest.Strike{Fault: portaltest.FaultT10CommandIDChanges, Times: 1, After: 1},
		portaltest.Strike{Fault: portaltest.FaultT10CommandMeansXLS, Times: 1}))
}

func TestFetchT11Tabs(t *testing.T) {
	faulty{"archive absent", portaltest.Strike{Fault: portaltest.FaultT11ArchiveTabAbsent}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
		[]string{`fetch: archive: grid /ocr/breach/breach_report_hip.jsf: want a tab about "archive", got the tabs "Under Investigation"`}, 3}.run(t)
	faulty{"no tabs at all", portaltest.Strike{Fault: portaltest.FaultT15Forbidden, View: data.Part2}, portaltest.Quirks{NoTabView: true}, nil, fetch.ErrUntrusted,
		[]string{`fetch: archive: grid /ocr/breach/breach_report_hip.jsf: want a tab about "archive", got no tabs`}, 3}.run(t)
	passing(t, "a third tab first", strike(portaltest.Strike{Fault: portaltest.FaultT11ThirdTabFirst}))
	passing(t, "a third tab first and shown", strike(portaltest.Strike{Fault: portaltest.FaultT11ThirdTabVisible}))
}

func TestFetchT12TabSwitchIgnored(t *testing.T) {
	for _, f := range []faulty{
		{"same rows", portaltest.Strike{Fault: portaltest.FaultT12TabSwitchIgnored}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: export ", "want rows of archive, got the ", " rows of under-investigation again: the tab was not switched"}, 3},
		{"export of the other tab", portaltest.Strike{Fault: portaltest.FaultT12ExportUnswitched}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: export ", "the tab was not switched"}, 3},
		{"archive first, same rows", portaltest.Strike{Fault: portaltest.FaultT12TabSwitchIgnored}, portaltest.Quirks{Tabs: []portaltest.Tab{portaltest.ArchiveTab, portaltest.OpenTab}},
			nil, fetch.ErrUntrusted, []string{"the tab was not switched"}, 3},
		{"a state and nothing else", portaltest.Strike{Fault: portaltest.FaultT12FragmentWithoutTab}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: tab ", "want a link or button that exports CSV, got no exporters at all"}, 3},
	} {
		f.run(t)
	}
	passing(t, "and passes", strike(portaltest.Strike{Fault: portaltest.FaultT12TabSwitchIgnored, Times: 2}))
}

func TestFetchT13OtherRegime(t *testing.T) {
	for _, f := range []faulty{
		{"page", portaltest.Strike{Fault: portaltest.FaultT13OtherPage}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: grid ", "want the page of the HIPAA list, got the Part 2 list"}, 3},
		{"page of Part 2", portaltest.Strike{Fault: portaltest.FaultT13OtherPage, View: data.Part2}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: part2: grid ", "want the page of the Part 2 list, got the HIPAA list"}, 3},
		{"export", portaltest.Strike{Fault: portaltest.FaultT13OtherRegime}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: export ", "want an export without mistakes, got under-investigation.csv:1: "}, 3},
		{"export of Part 2, healthy header", portaltest.Strike{Fault: portaltest.FaultT13OtherRegime, View: data.Part2}, portaltest.Quirks{HealthyHeader: true}, nil, fetch.ErrUntrusted,
			[]string{"fetch: part2: export ", "got part2.csv:1: "}, 3},
		{"a header changed for good", portaltest.Strike{Fault: portaltest.FaultB3HeaderChanged, View: data.Archive}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: export ", "State/Territory"}, 3},
	} {
		f.run(t)
	}
}

func TestFetchT14Bodies(t *testing.T) {
	for _, f := range []faulty{
		{"cut, ended as a whole one", portaltest.Strike{Fault: portaltest.FaultT14Cut, Bytes: 700}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: under-investigation: export "}, 3},
		{"broken off", portaltest.Strike{Fault: portaltest.FaultT14Abort, Bytes: 5000, View: data.Archive}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: export ", "want the whole answer, got a body cut after "}, 3},
		{"empty", portaltest.Strike{Fault: portaltest.FaultT14Empty}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"want a CSV export, got an empty body"}, 3},
		{"an empty page", portaltest.Strike{Fault: portaltest.FaultT14Empty, Step: portaltest.StepPage}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"want the page of the HIPAA list, got an empty answer"}, 3},
		{"slow drip", portaltest.Strike{Fault: portaltest.FaultT14SlowDrip, Delay: 20 * time.Millisecond}, portaltest.Quirks{}, func(o *fetch.Options) { o.Timeout = 3 * time.Second },
			fetch.ErrUnreachable, []string{"want the whole answer within 3s, got a part"}, 3},
		{"a hundred times too large", portaltest.Strike{Fault: portaltest.FaultT14Huge, View: data.Archive}, portaltest.Quirks{}, func(o *fetch.Options) { o.MaxBody = 4e6 },
			fetch.ErrUntrusted, []string{"fetch: archive: export ", "want at most 4000000 bytes, got more"}, 0},
		{"a gzip bomb", portaltest.Strike{Fault: portaltest.FaultT14GzipBomb}, portaltest.Quirks{}, func(o *fetch.Options) { o.MaxBody = 4e6 },
			fetch.ErrUntrusted, []string{"want at most 4000000 bytes, got more"}, 0},
		{"gzip that is none", portaltest.Strike{Fault: portaltest.FaultT14FalseGzip}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"want gzip as Content-Encoding says, got other bytes"}, 3},
		{"another encoding", portaltest.Strike{Fault: portaltest.FaultT14UnknownCoding}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{`want bytes as they are or in gzip, got Content-Encoding "br"`}, 3},
		{"a header without rows", portaltest.Strike{Fault: portaltest.FaultB8HeaderOnly, View: data.Archive}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: export ", "rows that the page shows, got a header without rows"}, 3},
	} {
		f.run(t)
	}
	export := small().open
	last := len(export) - 1 - strings.LastIndex(string(export[:len(export)-1]), "\n")
	faulty{"cut exactly between two rows", portaltest.Strike{Fault: portaltest.FaultT14Cut, Bytes: -last}, portaltest.Quirks{CloseDelimits: true}, nil,
		fetch.ErrUntrusted, []string{"rows that the page shows, got "}, 3}.run(t)
	passing(t, "and passes", strike(
		portaltest.Strike{Fault: portaltest.FaultT14Cut, Bytes: 2000, Times: 1},
		portaltest.Strike{Fault: portaltest.FaultT14Abort, Bytes: 2000, Times: 2, View: data.Archive}))
}

func TestFetchT14CutAtAnyByteIsNeverTaken(t *testing.T) {
	lists := small()
	header := strings.Index(string(lists.part2), "\n")
	for stop := 0; stop < len(lists.part2)-1; stop += 1 + stop/header*17 {
		v := fetchFrom(t, portaltest.Options{
			Quirks: portaltest.Quirks{CloseDelimits: true, HealthyHeader: true},
			Faults: []portaltest.Strike{{Fault: portaltest.FaultT14Cut, Bytes: stop}},
		}, func(o *fetch.Options) { o.Views, o.Tries = []data.View{data.Part2}, 1 })
		if v.err == nil || v.downloads != nil {
			t.Fatalf("cut after %d bytes: want an error, got %d lists", stop, len(v.downloads))
		}
	}
}

func TestFetchT15AskedToGoAway(t *testing.T) {
	for _, f := range []faulty{
		{"429", portaltest.Strike{Fault: portaltest.FaultT15TooMany, Delay: 30 * time.Second}, portaltest.Quirks{}, nil, fetch.ErrUnreachable,
			[]string{"want an export, got status 429 Too Many Requests, which asks to wait 30s"}, 3},
		{"503 for an hour", portaltest.Strike{Fault: portaltest.FaultT15Unavailable, Delay: time.Hour}, portaltest.Quirks{}, nil, fetch.ErrUnreachable,
			[]string{"got status 503 Service Unavailable, which asks to wait 1h0m0s; run again after 20", " UTC"}, 0},
		{"429 until a date", portaltest.Strike{Fault: portaltest.FaultT15TooManyDate, Delay: 2 * time.Hour}, portaltest.Quirks{}, nil, fetch.ErrUnreachable,
			[]string{"run again after "}, 0},
		{"403", portaltest.Strike{Fault: portaltest.FaultT15Forbidden, View: data.Archive}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{"fetch: archive: tab ", "want status 200, got 403 Forbidden; the portal refuses this client or this network"}, 0},
	} {
		f.run(t)
	}
	passing(t, "503 passes", strike(portaltest.Strike{Fault: portaltest.FaultT15UnavailableDate, Times: 2}))
	t.Run("the wait is the one asked for", func(t *testing.T) {
		v := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT15TooMany, Times: 1, Delay: 7 * time.Second}))
		v.holds(t, small())
		if len(v.waits) != 1 || v.waits[0] != 7*time.Second {
			t.Errorf("want one wait of 7 s, got %v", v.waits)
		}
	})
}

func TestFetchT16ListChangesMeanwhile(t *testing.T) {
	t.Run("once", func(t *testing.T) {
		v := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT16RowMoves, Times: 1, View: data.UnderInvestigation}))
		if v.err != nil {
			t.Fatal(v.err)
		}
		open, archive := v.downloads[0], v.downloads[1]
		if moved := strings.SplitAfter(string(rows(small().open)), "\n")[0]; strings.HasPrefix(string(rows(open.Body)), moved) || !strings.HasPrefix(string(rows(archive.Body)), moved) {
			t.Error("want the moved report in the archive only")
		}
		if requests := v.portal.Requests(); len(requests) != 16 || !strings.Contains(strings.Join(v.said, "\n"), "changed while it was fetched") {
			t.Errorf("want one more capture, got %d requests and %q", len(requests), v.said)
		}
	})
	t.Run("always", func(t *testing.T) {
		v := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT16RowMoves, View: data.UnderInvestigation}))
		if v.err != nil || !strings.Contains(strings.Join(v.said, "\n"), "changed again meanwhile; a report that is in both tabs is counted once") {
			t.Errorf("want the second capture with a note, got %v and %q", v.err, v.said)
		}
		if len(v.portal.Requests()) != 16 {
			t.Errorf("want two captures and no third, got %d requests", len(v.portal.Requests()))
		}
	})
}

func TestFetchT17LoginPageOfAProxy(t *testing.T) {
	for name, step := range map[string]portaltest.Step{"for the page": portaltest.StepPage, "for the tab": portaltest.StepTab, "for the export": portaltest.StepExport} {
		faulty{name, portaltest.Strike{Fault: portaltest.FaultT17ProxyLogin, Step: step}, portaltest.Quirks{}, nil, fetch.ErrUntrusted,
			[]string{`got a login page: a page that reads "GuestNet - Sign in to continue"; log in to the network or its proxy`}, 0}.run(t)
	}
	t.Run("on another host", func(t *testing.T) {
		elsewhere := httptest.NewServer(http.NotFoundHandler())
		defer elsewhere.Close()
		portal := httptest.NewServer(http.RedirectHandler(elsewhere.URL+"/login?token=secret", http.StatusFound))
		defer portal.Close()
		v := fetchFrom(t, portaltest.Options{}, func(o *fetch.Options) { o.Base = portal.URL })
		v.refused(t, fetch.ErrUntrusted, "got a redirect to "+elsewhere.URL+", which may be a login page; log in to the network")
		if strings.Contains(v.err.Error(), "secret") {
			t.Errorf("want no token in the message, got %v", v.err)
		}
	})
}

// T18: a killed run has written nothing, because Portal writes nothing: it holds the bytes
// until every list is judged.
func TestFetchT18NothingOnDisk(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Chdir(folder)
	portal := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT14Abort, Bytes: 100, Times: 1}))
	portal.holds(t, small())
	if names, err := http.Dir(folder).Open("."); err != nil {
		t.Fatal(err)
	} else if entries, err := names.Readdir(-1); err != nil || len(entries) > 0 {
		t.Errorf("want nothing written, got %v, %v", entries, err)
	}
}

func TestFetchT19NoNetwork(t *testing.T) {
	v := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT1Refused}), func(o *fetch.Options) { o.Tries = 1 })
	v.refused(t, fetch.ErrUnreachable, "check the network, and HTTPS_PROXY if a proxy is needed")
}
