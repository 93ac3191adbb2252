package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	chromium "github.com/breachstats/breachstats/torture/browser"
)

// browser is a headless Chromium without a network; it records its messages and requests.
type browser struct {
	ctx context.Context

	lock     sync.Mutex
	problems []string // errors, warnings and violations of the page's policy
	requests []string // addresses asked for that are neither a page, nor inside it, nor its descriptions
}

// openBrowser starts a Chromium without a network, or skips the test if there is none.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	b := &browser{}
	b.ctx = chromium.Open(t, b.note, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.Flag("proxy-server", "http://127.0.0.1:9"))
	return b
}

// note records an event that a test needs.
func (b *browser) note(event any) {
	b.lock.Lock()
	defer b.lock.Unlock()
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+event.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s", event.Type))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("%s: %s", event.Entry.Source, event.Entry.Text))
	case *network.EventRequestWillBeSent:
		address := event.Request.URL
		file := strings.Split(address, "#")[0]
		if !strings.HasSuffix(file, "/index.html") && !strings.HasSuffix(file, "/studies.html") && !strings.HasSuffix(file, "/descriptions.js") && !strings.HasPrefix(address, "data:") && !strings.HasPrefix(address, "blob:") {
			b.requests = append(b.requests, address)
		}
	}
}

// wantQuiet fails if there was an error message or a request outside the page so far.
func (b *browser) wantQuiet(t *testing.T) {
	t.Helper()
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, problem := range b.problems {
		t.Errorf("want a quiet console, got %s", problem)
	}
	for _, request := range b.requests {
		t.Errorf("want nothing loaded, got %s", request)
	}
}

func (b *browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	chromium.Do(t, b.ctx, steps...)
}

// open shows a published page from disk in a window of a given width, and waits for its list.
func (b *browser) open(t *testing.T, out string, width int64, hash string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	// Go to another page first, so that the page is loaded again and not only scrolled.
	b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate("about:blank"), chromedp.Navigate("file://"+path+hash))
	b.waitFor(t, `document.documentElement.dataset.list === 'ready' || !document.getElementById('list-problem').hidden`)
	if problem := run[string](t, b, `document.getElementById('list-problem').textContent`); problem != "" {
		t.Fatalf("want the list of breaches shown, got %q", problem)
	}
}

// described waits until searches include the descriptions.
func (b *browser) described(t *testing.T) {
	t.Helper()
	run[any](t, b, `document.getElementById('filter-q').focus()`)
	b.waitFor(t, `document.documentElement.dataset.descriptions === 'ready'`)
}

// waitFor waits until an expression of the page is true.
func (b *browser) waitFor(t *testing.T, expression string) {
	t.Helper()
	if !chromium.Until(func() bool { return run[bool](t, b, expression) }) {
		t.Fatalf("want %s in time", expression)
	}
}

// settled evaluates an expression until it has the value that a test wants, and returns its last value. It is for what the page
// does only after the event that a test caused.
func settled[T any](t *testing.T, b *browser, want T, expression string) (got T) {
	t.Helper()
	chromium.Until(func() bool {
		got = run[T](t, b, expression)
		return cmp.Equal(want, got)
	})
	return got
}

// processorTime returns a function that reads how many milliseconds the page's main thread has
// worked.
func (b *browser) processorTime(t *testing.T) func() float64 {
	t.Helper()
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		return err
	}))
	return func() float64 {
		read, err := chromedp.Run(b.ctx, func(ctx context.Context, tab *chromedp.Target) (performance.GetMetricsResult, error) {
			return cdp.Call(ctx, tab, performance.GetMetrics, cdp.Empty{})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, metric := range read.Metrics {
			if metric.Name == "TaskDuration" {
				return metric.Value * 1000
			}
		}
		t.Fatal("want TaskDuration among the browser's metrics")
		return 0
	}
}

// colours sets the reader's preference to light or dark.
func (b *browser) colours(t *testing.T, scheme string) {
	t.Helper()
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// run evaluates an expression in the page. It waits for a promise.
func run[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, chromium.Patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", strings.TrimSpace(expression[:min(len(expression), 80)]), err)
	}
	return value
}

// axeScript returns the accessibility checker that the Makefile downloads; empty if it is absent.
func axeScript(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../bin/axe.min.js")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}
