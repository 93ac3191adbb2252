package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/fetch/portaltest"
	"github.com/breachstats/breachstats/torture/tier"
)

// One fault at one request of each run: it ends with the lists as the portal has them, or with
// an error and no list. A temporary fault is survived, except for the few that a second visit
// would not avoid.
func TestFetchSurvivesRandomFaults(t *testing.T) {
	var runs errgroup.Group
	runs.SetLimit(16) // most of them only wait
	for seed := range uint64(tier.Part(t, 200, 50)) {
		runs.Go(func() error {
			fault := portaltest.RandomFault(seed)
			if fault.Fault == portaltest.FaultT14GzipBomb {
				fault.Bytes = 8e6
			}
			// A busy machine may answer later than the limit allows; it does not where that is thirty times as long.
			err := surviveOne(seed, fault, time.Second)
			if err != nil {
				err = surviveOne(seed, fault, 30*time.Second)
			}
			if err != nil {
				t.Errorf("seed %d: %s: %v", seed, fault.Fault, err)
			}
			return nil
		})
	}
	if err := runs.Wait(); err != nil {
		t.Error(err)
	}
}

// surviveOne is one run with one fault that waits so long for a byte, and twice as long for an answer; the error
// says what is wrong with how it ended.
func surviveOne(seed uint64, fault portaltest.Strike, patience time.Duration) error {
	portal := portaltest.NewHandler(withSmall(portaltest.Options{
		Faults: []portaltest.Strike{fault}, Seed: seed,
		Quirks: portaltest.Quirks{Gzip: seed%2 == 0, CloseDelimits: seed%3 == 0},
	}))
	defer portal.Close()
	server := httptest.NewUnstartedServer(portal)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of answers that the portal breaks off
	server.Start()
	defer server.CloseClientConnections()
	downloads, err := fetch.Portal(context.Background(), fetch.Options{
		Base: server.URL + portaltest.Base, Read: read, Say: func(string, ...any) {},
		Idle: patience, Timeout: 2 * patience, MaxBody: 4e6,
		Backoff:   func(int, time.Duration) time.Duration { return 0 },
		Transport: &http.Transport{DisableCompression: true},
	})
	isLasting := false
	switch fault.Fault {
	case portaltest.FaultT14Huge, portaltest.FaultT14GzipBomb, portaltest.FaultT15Forbidden, portaltest.FaultT17ProxyLogin:
		isLasting = true
	default:
	}
	switch {
	case err != nil && downloads != nil:
		return errors.New("want nothing beside an error")
	case err != nil && !errors.Is(err, fetch.ErrUntrusted) && !errors.Is(err, fetch.ErrUnreachable):
		return fmt.Errorf("want a kind of error, got %w", err)
	case err != nil && !isLasting:
		return fmt.Errorf("want a fault that passes to be survived, got %w", err)
	case err != nil || fault.Fault == portaltest.FaultT16RowMoves:
		return nil
	}
	for i, want := range [][]byte{small().open, small().archive, small().part2} {
		if got := rows(downloads[i].Body); !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(rows(want))) {
			return fmt.Errorf("%s: want the portal's rows, got others", downloads[i].View)
		}
	}
	return nil
}

func TestFetchStopsWhenInterrupted(t *testing.T) {
	for name, o := range map[string]portaltest.Options{
		"while an answer hangs": strike(portaltest.Strike{Fault: portaltest.FaultT1HangBeforeHeader, After: 3}),
		"while a body hangs":    strike(portaltest.Strike{Fault: portaltest.FaultT1HangMidBody, Bytes: 100}),
		"between two tries":     strike(portaltest.Strike{Fault: portaltest.FaultT15TooMany}),
		"between two requests":  {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(context.Background())
			v := visit{portal: portaltest.New(t, withSmall(o))}
			started := time.Now()
			time.AfterFunc(300*time.Millisecond, cancel)
			downloads, err := fetch.Portal(ctx, fetch.Options{
				Base: v.portal.URL(), Read: read, Say: func(string, ...any) {},
				Interval: map[bool]time.Duration{true: time.Hour}[len(o.Faults) == 0],
				Backoff:  func(int, time.Duration) time.Duration { return time.Hour },
			})
			if downloads != nil || !errors.Is(err, context.Canceled) || errors.Is(err, fetch.ErrUnreachable) {
				t.Errorf("want an interruption, got %d lists, %v", len(downloads), err)
			}
			if took := time.Since(started); took > time.Minute { // and not after an hour, for which it would wait
				t.Errorf("want an end at once, got it after %s", took)
			}
		})
	}
}

func withSmall(o portaltest.Options) portaltest.Options {
	o.Archive, o.UnderInvestigation, o.Part2 = small().archive, small().open, small().part2
	return o
}

func TestFetchKeepsTheInterval(t *testing.T) {
	const interval = 40 * time.Millisecond
	begin := time.Now()
	v := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT3RedirectToFrontPage, Times: 1}), func(o *fetch.Options) { o.Interval = interval })
	v.holds(t, small())
	// A busy machine delays what was sent in time, and never hastens it.
	for i, request := range v.portal.Requests() {
		if at, earliest := request.Time.Sub(begin), time.Duration(i)*interval; at < earliest {
			t.Errorf("want %s between requests, redirects included, got number %d after %s", interval, i+1, at)
		}
	}
}

func TestFetchNeverAsksMoreThanItMay(t *testing.T) {
	v := fetchFrom(t, strike(portaltest.Strike{Fault: portaltest.FaultT5AffinityIgnored}), func(o *fetch.Options) { o.Tries = 1000 })
	v.refused(t, fetch.ErrUnreachable, "want an export within 40 requests, got no valid one")
	if got := len(v.portal.Requests()); got != fetch.MaxRequests {
		t.Errorf("want %d requests, got %d", fetch.MaxRequests, got)
	}
}

func TestFetchTellsProgress(t *testing.T) {
	steps := map[string]int64{}
	v := fetchFrom(t, portaltest.Options{}, func(o *fetch.Options) {
		o.Progress = func(view data.View, step string, bytes int64) { steps[string(view)+" "+step] = bytes }
	})
	v.holds(t, small())
	for _, step := range []string{"under-investigation grid", "under-investigation export", "archive tab", "archive export", "part2 export"} {
		if steps[step] == 0 {
			t.Errorf("want the bytes of %s, got none of %v", step, steps)
		}
	}
	if steps["archive export"] != int64(len(v.downloads[1].Body)) {
		t.Errorf("want %d bytes reported, got %d", len(v.downloads[1].Body), steps["archive export"])
	}
}

func TestFetchRefusesOptionsThatMakeNoSense(t *testing.T) {
	for want, change := range map[string]func(*fetch.Options){
		"want an http or https address":                   func(o *fetch.Options) { o.Base = "ftp://x/" },
		"want the portal's address":                       func(o *fetch.Options) { o.Base = "http://[" },
		"want an address without user, query or fragment": func(o *fetch.Options) { o.Base = "https://user:secret@x/" },
		"want the folder of the portal's pages":           func(o *fetch.Options) { o.Base = "https://x/ocr/breach/breach_report.jsf" },
		"want each of the views":                          func(o *fetch.Options) { o.Views = []data.View{data.All} },
		"at most once":                                    func(o *fetch.Options) { o.Views = []data.View{data.Archive, data.Archive} },
		"want a contact in plain ASCII":                   func(o *fetch.Options) { o.Contact = "a\r\nHost: b" },
		"want times, sizes and tries from 0 up":           func(o *fetch.Options) { o.Tries = -1 },
		"want Options.Read and Options.Say, go":           func(o *fetch.Options) { o.Read = nil },
	} {
		v := fetchFrom(t, portaltest.Options{}, change)
		if v.err == nil || !strings.Contains(v.err.Error(), want) || errors.Is(v.err, fetch.ErrUntrusted) || errors.Is(v.err, fetch.ErrUnreachable) ||
			strings.Contains(v.err.Error(), "secret") {
			t.Errorf("want %q, got %v", want, v.err)
		}
		if len(v.portal.Requests()) > 0 {
			t.Errorf("%s: want no request", want)
		}
	}
}
