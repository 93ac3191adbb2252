package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	chromium "github.com/breachstats/breachstats/torture/browser"
	"github.com/breachstats/breachstats/torture/tier"
)

// browser is a headless Chromium that can reach this machine alone, and what it said and asked for.
type browser struct {
	ctx  context.Context
	site served

	lock     sync.Mutex
	problems []string // errors, warnings and violations of a page's policy
	requests []string // addresses of other places than the server
}

// openBrowser starts a Chromium that can reach only this machine, or skips the test if there is none.
func openBrowser(t *testing.T, site served) *browser {
	t.Helper()
	tier.Long(t, "the pages of serve in a browser")
	b := &browser{site: site}
	b.ctx = chromium.Open(t, b.note, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	return b
}

// note keeps what a test wants to know of an event.
func (b *browser) note(event any) {
	b.lock.Lock()
	defer b.lock.Unlock()
	switch event := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+event.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s", event.Type))
	case *log.EventEntryAdded:
		if !strings.Contains(event.Entry.Text, "status of 40") { // a page of an error says so on purpose
			b.problems = append(b.problems, fmt.Sprintf("%s: %s", event.Entry.Source, event.Entry.Text))
		}
	case *network.EventRequestWillBeSent:
		if address := event.Request.URL; !strings.HasPrefix(address, b.site.address+"/") && !strings.HasPrefix(address, "data:") && address != "about:blank" {
			b.requests = append(b.requests, address)
		}
	}
}

// wantQuiet wants no word of an error, and nothing asked for elsewhere, so far.
func (b *browser) wantQuiet(t *testing.T, where string) {
	t.Helper()
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, problem := range b.problems {
		t.Errorf("%s: want a quiet console, got %s", where, problem)
	}
	for _, request := range b.requests {
		t.Errorf("%s: want nothing from elsewhere, got %s", where, request)
	}
	b.problems, b.requests = nil, nil
}

func (b *browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	chromium.Do(t, b.ctx, steps...)
}

// open shows a page, and waits for its editor where it has one.
func (b *browser) open(t *testing.T, path string, width int64) {
	t.Helper()
	b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate("about:blank"), chromedp.Navigate(b.site.address+path))
	if strings.HasPrefix(path, "/sql") {
		b.wait(t, `document.documentElement.dataset.console === 'ready'`)
	}
}

// wait waits until an expression is true.
func (b *browser) wait(t *testing.T, expression string) {
	t.Helper()
	isTrue := func() bool {
		ctx, cancel := context.WithTimeout(b.ctx, chromium.Patience)
		defer cancel()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		return err == nil && got // a page that is on its way to another one cannot be asked
	}
	if chromium.Until(isTrue) {
		return
	}
	t.Fatalf("want %s, got %.200q in the form, and %.300q on the page", expression, run[string](t, b, "document.getElementById('q')?.value ?? ''"), run[string](t, b, "document.querySelector('main').innerText"))
}

// run evaluates an expression in the page; a promise is waited for.
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

// enter presses Enter, with the modifiers of the protocol's bit field. Unlike chromedp.KeyEvent it sends no
// character after a key that the page has dealt with.
func (b *browser) enter(t *testing.T, modifiers int64) {
	t.Helper()
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "rawKeyDown", Key: "Enter", Code: "Enter",
			WindowsVirtualKeyCode: 13, Modifiers: modifiers})
		return err
	}))
}

// The editor: typing completes from the database, Ctrl and Enter ask, the address has the question, and
// going back gives the one before.
func TestConsoleByKeyboard(t *testing.T) {
	s := serveSample(t, nil)
	b := openBrowser(t, s)
	b.open(t, "/sql", 1200)
	b.wait(t, `document.activeElement.classList.contains('editor')`)
	b.do(t, chromedp.KeyEvent("select count(*) as n from marts.capt"))
	b.wait(t, `document.querySelector('.editor').shadowRoot.querySelector('.cm-tooltip-autocomplete li[aria-selected]')?.innerText.startsWith('captures')`)
	b.wait(t, `document.querySelector('.editor').shadowRoot.querySelector('.cm-completionInfo')?.innerText.includes('One row per capture')`)
	time.Sleep(500 * time.Millisecond) // the editor takes no key for a completion that has only just come
	b.enter(t, 0)
	b.wait(t, `document.getElementById('q').value === 'select count(*) as n from marts.captures'`)
	b.enter(t, 2) // with Ctrl
	b.wait(t, `document.getElementById('answer')?.innerText === '1 row' && document.querySelector('tbody td').innerText === '2'`)
	if got := run[string](t, b, "new URL(location.href).searchParams.get('q')"); got != "select count(*) as n from marts.captures" {
		t.Errorf("want the question in the address, got %q", got)
	}
	b.wantQuiet(t, "an answer")

	b.open(t, "/sql?"+url.Values{"q": {"select 1,\n    bogus\nfrom marts.breaches"}}.Encode(), 1200)
	b.wait(t, `document.querySelector('.editor').shadowRoot.querySelector('.cm-wrong')?.innerText.trim() === 'bogus'`)
	b.wait(t, `document.activeElement.id === 'answer'`) // so what is wrong is read out
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector('button[name=plan]').click()`))
	b.wait(t, `new URL(location.href).searchParams.get('plan') === '1' && document.querySelector('.problem')`)
	b.open(t, "/sql?plan=1&"+url.Values{"q": {"select * from marts.breaches where state = 'CA'"}}.Encode(), 1200)
	b.wait(t, `document.querySelector('h2').innerText.startsWith('How DuckDB would answer') && document.querySelector('main pre').innerText.includes('SCAN')`)
	b.wantQuiet(t, "a plan")
}

// Every kind of page is accessible by axe-core, fits a phone, and loads nothing from elsewhere.
func TestPagesInABrowser(t *testing.T) {
	s := serveSample(t, nil)
	b := openBrowser(t, s)
	axe, err := os.ReadFile("../../../bin/axe.min.js")
	if errors.Is(err, os.ErrNotExist) {
		t.Log("no bin/axe.min.js here (`make bin/axe.min.js`), so axe-core is not run")
	} else if err != nil {
		t.Fatal(err)
	}
	id := s.value(t, "select breach_id from marts.breach_versions where version = 2 and description is not null order by 1 limit 1")
	for _, path := range []string{
		"/-/", "/marts", "/marts/breaches?state=CA&_sort=individuals", "/marts/breaches_as_of", "/figures/breaches_by_year", "/breach/" + id, "/search?q=laptop", "/search",
		"/queries", "/queries/how-many-breaches-per-year", "/sql", "/sql?q=select+*+from+marts.breaches+limit+5", "/sql?q=select%0Abogus", "/nothing",
	} {
		for _, width := range []int64{360, 1440} {
			b.colours(t, "light")
			b.open(t, path, width)
			where := fmt.Sprintf("%s at %d", path, width)
			if wide := run[int](t, b, "document.documentElement.scrollWidth"); wide > int(width) {
				t.Errorf("%s: want no scrolling sideways, got %d", where, wide)
			}
			if font := run[bool](t, b, `document.fonts.ready.then(() => document.fonts.check('16px breachstats-sans'))`); !font {
				t.Errorf("%s: want the font of the published page", where)
			}
			b.wantQuiet(t, where)
			if axe == nil {
				continue
			}
			run[any](t, b, string(axe)+";null")
			run[any](t, b, `for (const one of [...document.querySelectorAll('details')].slice(0, 3)) one.open = true; null`)
			b.wantAccessible(t, where+", light", "{}")
			b.colours(t, "dark")
			b.wantAccessible(t, where+", dark", "{ runOnly: ['color-contrast'] }")
		}
	}
	if axe == nil {
		return
	}
	// What axe would say of a page that is not accessible.
	if found := run[int](t, b, `(document.body.append(document.createElement('img')), axe.run({ runOnly: ['image-alt'] })).then((found) => found.violations.length)`); found != 1 {
		t.Errorf("want a picture without words found, got %d", found)
	}
}

// wantAccessible wants axe-core to find nothing wrong.
func (b *browser) wantAccessible(t *testing.T, where, options string) {
	t.Helper()
	found := run[string](t, b, `axe.run(document, `+options+`).then((found) => JSON.stringify(found.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | '))))`)
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	for _, violation := range violations {
		t.Errorf("%s: axe: %s", where, violation)
	}
}

// colours has the page think that the reader wants light or dark.
func (b *browser) colours(t *testing.T, scheme string) {
	t.Helper()
	b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	}))
}
