package fetch

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
)

func TestJudgeComparesWithTheLastCapture(t *testing.T) {
	now := time.Date(2026, 8, 20, 3, 4, 5, 0, time.UTC)
	fresh := time.Date(2026, 8, 18, 0, 0, 0, 0, time.UTC)
	capture := func(open, archive, part2 int64, newest time.Time) []Download {
		return []Download{
			{View: data.UnderInvestigation, Facts: Facts{Rows: open, Newest: newest}},
			{View: data.Archive, Facts: Facts{Rows: archive, Newest: newest.AddDate(0, -3, 0)}},
			{View: data.Part2, Facts: Facts{Rows: part2, Newest: now}},
		}
	}
	last := []Last{{data.UnderInvestigation, 700}, {data.Archive, 7100}, {data.Part2, 2}}
	cases := []struct {
		name      string
		downloads []Download
		last      []Last
		limits    func(*Limits)
		want      []string // lines
	}{
		{name: "a usual day", downloads: capture(698, 7143, 0, fresh), last: last},
		{name: "a first run", downloads: capture(400, 6500, 0, fresh)},
		{name: "at every limit", downloads: capture(630, 7065, 40, now.AddDate(0, 0, -21)), last: last},
		{name: "grown to the limit", downloads: capture(1050, 10650, 900, fresh), last: last},
		{name: "few rows", downloads: capture(399, 6499, 0, fresh), want: []string{
			"fetch: under-investigation: want at least 400 rows, got 399; look at the portal in a browser; if it is right, run again with --allow-few-rows",
			"fetch: archive: want at least 6500 rows, got 6499; look at the portal in a browser; if it is right, run again with --allow-few-rows",
		}},
		{name: "shrunk", downloads: capture(629, 7064, 0, fresh), last: last, want: []string{
			"fetch: under-investigation: want at least 90 % of the last capture's 700 rows, got 629; look at the portal in a browser; if it is right, run again with --allow-shrinkage",
			"fetch: archive: want at least 99.5 % of the last capture's 7100 rows, got 7064; look at the portal in a browser; if it is right, run again with --allow-shrinkage",
		}},
		{name: "grown", downloads: capture(1051, 10651, 0, fresh), last: last, want: []string{
			"fetch: under-investigation: want at most 1.5 times the last capture's 700 rows, got 1051; look at the portal in a browser; if it is right, run again with --allow-growth",
			"fetch: archive: want at most 1.5 times the last capture's 7100 rows, got 10651; look at the portal in a browser; if it is right, run again with --allow-growth",
		}},
		{name: "stale", downloads: capture(700, 7100, 0, now.AddDate(0, 0, -22)), want: []string{
			"fetch: want a newest submission at most 21 days old, got 2026-07-29, 22 days ago; look at the portal in a browser; if it is right, run again with --allow-stale",
		}},
		{name: "of the future", downloads: capture(700, 7100, 0, now.AddDate(5, 0, 0)), want: []string{
			"fetch: want a newest submission of today at the latest, got 2031-08-20; look at the portal in a browser; if it is right, run again with --allow-stale",
		}},
		{name: "without a day", downloads: []Download{{View: data.Archive, Facts: Facts{Rows: 7000}}}, want: []string{
			"fetch: want a newest submission, got no day of submission; look at the portal in a browser; if it is right, run again with --allow-stale",
		}},
		{name: "Part 2 alone", downloads: capture(0, 0, 0, fresh)[2:], last: last},
		{name: "everything wrong at once", downloads: capture(1, 2, 0, time.Time{}), last: last, want: []string{
			"--allow-few-rows", "--allow-shrinkage", "--allow-few-rows", "--allow-shrinkage", "--allow-stale",
		}},
		{name: "everything allowed", downloads: capture(1, 99999, 0, time.Time{}), last: last, limits: func(l *Limits) { *l = Limits{} }},
	}
	for _, c := range cases {
		limits := DefaultLimits()
		if c.limits != nil {
			c.limits(&limits)
		}
		err := Judge(c.downloads, c.last, now, limits)
		if len(c.want) == 0 {
			if err != nil {
				t.Errorf("%s: want no error, got %v", c.name, err)
			}
			continue
		}
		if !errors.Is(err, ErrUntrusted) {
			t.Fatalf("%s: want an untrusted capture, got %v", c.name, err)
		}
		got := strings.Split(err.Error(), "\n")
		if len(got) != len(c.want) {
			t.Errorf("%s: want %d lines, got %q", c.name, len(c.want), got)
			continue
		}
		for i, line := range got {
			if !strings.HasSuffix(line, c.want[i]) {
				t.Errorf("%s: want %q, got %q", c.name, c.want[i], line)
			}
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "30": 30 * time.Second, " 5 ": 5 * time.Second, "-1": 0, "soon": 0, "99999999999": 0,
		"Thu, 20 Aug 2026 12:01:00 GMT": time.Minute, "Thu, 20 Aug 2026 11:00:00 GMT": 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: want %s, got %s", value, want, got)
		}
	}
}

func TestStatuses(t *testing.T) {
	s := &session{run: &run{}}
	for status, want := range map[int]struct {
		kind    error
		isFinal bool
	}{
		200: {}, 204: {ErrUntrusted, false}, 304: {ErrUntrusted, false}, 400: {ErrUntrusted, false}, 401: {ErrUntrusted, true},
		403: {ErrUntrusted, true}, 404: {ErrUntrusted, true}, 407: {ErrUntrusted, true}, 408: {ErrUnreachable, false},
		410: {ErrUntrusted, true}, 429: {ErrUnreachable, false}, 451: {ErrUntrusted, true}, 500: {ErrUnreachable, false},
		502: {ErrUnreachable, false}, 503: {ErrUnreachable, false}, 599: {ErrUnreachable, false},
	} {
		err := s.judgeStatus(answer{status: status})
		if want.kind == nil {
			if err != nil {
				t.Errorf("%d: want no error, got %v", status, err)
			}
			continue
		}
		var f *fault
		if !errors.Is(err, want.kind) || !errors.As(err, &f) || f.isFinal != want.isFinal {
			t.Errorf("%d: want %v, final %t, got %v", status, want.kind, want.isFinal, err)
		}
	}
}

func TestBackoffWaitsLongerEachTimeOrAsAsked(t *testing.T) {
	var o Options
	o.putDefaults()
	for i, want := range []time.Duration{2 * time.Second, 4 * time.Second, 6 * time.Second} {
		if got := o.Backoff(i+1, 0); got != want {
			t.Errorf("try %d: want %s, got %s", i+1, want, got)
		}
	}
	if got := o.Backoff(1, time.Minute); got != time.Minute {
		t.Errorf("want the minute that was asked for, got %s", got)
	}
}
