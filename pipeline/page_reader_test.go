package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// A filter shows for each of its values how many breaches have it and meet all other filters.
func pageCountsEachFilter(t *testing.T, b *browser, o Options) {
	search(t, b, "form.elements.state.value = 'CA'; form.elements.type.value = 'Theft';")
	for _, c := range []struct{ filter, query string }{
		{"year", "select cast(year as varchar), count(*) from marts.breaches where state = 'CA' and list_contains(breach_types, 'Theft') group by all"},
		{"state", "select coalesce(state, '-'), count(*) from marts.breaches where list_contains(breach_types, 'Theft') group by all"},
		{"type", "select breach_type, count(*) from (select unnest(if(len(coalesce(breach_types, [])) = 0, ['-'], breach_types)) as breach_type from marts.breaches where state = 'CA') group by all"},
		{"origin", "select coalesce(origin, '-'), count(*) from marts.breaches where state = 'CA' and list_contains(breach_types, 'Theft') group by all"},
	} {
		want := map[string]string{}
		for _, row := range ask(t, o, strings.Replace(c.query, "count(*)", "format('{:,}', count(*))", 1)) {
			value, count, _ := strings.Cut(row, "|")
			want[value] = count
		}
		got := settled(t, b, want, fmt.Sprintf(`Object.fromEntries([...document.getElementById('filter-%s').options]
			.filter((one) => one.value !== '' && !one.textContent.endsWith('(0)'))
			.map((one) => [one.value, /\(([0-9,]+)\)$/.exec(one.textContent)?.[1]]))`, c.filter))
		if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
			t.Errorf("%s: want -, got +:\n%s", c.filter, diff)
		}
	}
}

// Every breach has an address that shows all of it. Back returns to the filtered list.
func pageShowsOneBreach(t *testing.T, b *browser, o Options) {
	id := ask(t, o, "select breach_id from marts.breaches where entity_name = '=cmd()'")[0]
	b.open(t, o.Out, 1440, "#breach-"+id)
	b.described(t)
	want := ask(t, o, "select description from marts.breaches where breach_id = '"+id+"'")[0]
	b.waitFor(t, `!document.getElementById('breach').textContent.includes('Loading.')`)
	got := run[string](t, b, `document.getElementById('breach').innerText`)
	for _, text := range []string{"=cmd()", "New York", want, "#breach-" + id} {
		if !strings.Contains(got, text) {
			t.Errorf("want %q of the breach, got %q", text, got)
		}
	}
	// From a row of a filtered list, and back.
	b.open(t, o.Out, 1440, "#q=clinic&state=FL")
	first := run[string](t, b, firstNames+"[0]")
	b.do(t, chromedp.Click(chromedp.CSS("#breaches-table tbody a")))
	b.waitFor(t, `location.hash.startsWith('#breach-') && document.activeElement.closest('#breach') !== null`)
	if got := run[string](t, b, `document.activeElement.textContent`); got != first {
		t.Errorf("want the breach %q in focus, got %q", first, got)
	}
	b.do(t, chromedp.Click(chromedp.CSS("#breach p a")))
	// The address changes first; the page follows it in an event of its own.
	b.waitFor(t, `location.hash === '#q=clinic&state=FL' && document.getElementById('breach').hidden && document.getElementById('filter-state').value === 'FL'`)
	b.open(t, o.Out, 1440, "#breach-0000")
	if got := run[string](t, b, `document.getElementById('breach').innerText`); !strings.Contains(got, "no breach 0000") {
		t.Errorf("want an unknown breach reported, got %q", got)
	}
	b.open(t, o.Out, 1440, "")
	b.described(t)
}

func pageMarksWords(t *testing.T, b *browser, _ Options) {
	search(t, b, "form.elements.q.value = 'unicode CLINIC encrypt WA';")
	search(t, b, "form.elements.q.value = 'clinic encrypt WA';")
	got := run[[]string](t, b, `[...document.querySelector('#breaches-table tbody tr').querySelectorAll('mark')].map((one) => one.textContent)`)
	if diff := cmp.Diff([]string{"Clinic", "WA", "encrypt"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	search(t, b, "form.elements.q.value = 'unicode';")
	if got := run[string](t, b, `document.querySelector('#breaches-table mark').textContent`); got != "Ünïcode" {
		t.Errorf("want accents marked as they stand, got %q", got)
	}
	note := func(query string) string {
		search(t, b, "form.elements.q.value = '"+query+"';")
		return run[string](t, b, `document.getElementById('search-note').textContent`)
	}
	if got := note("TX theft"); got != "TX is read as the state Texas." {
		t.Errorf("want it said how a code is read, got %q", got)
	}
	search(t, b, "")
}

// mostFolded is the greatest height of the page at 1440 pixels with everything folded.
const mostFolded = 12_000

// Folded sections are small, and open for links to something inside and for printing.
func pageFolds(t *testing.T, b *browser, o Options) {
	b.open(t, o.Out, 1440, "")
	if got := run[int](t, b, `document.documentElement.scrollHeight`); got > mostFolded {
		t.Errorf("want %d pixels at most, got %d", mostFolded, got)
	}
	got := run[[]string](t, b, `[...document.querySelectorAll('main > section > h2, details.group')].map((one) => one.tagName === 'H2' ? one.textContent : one.id)`)
	want := []string{"The list in three charts", "All breaches", "More figures, and how they were made",
		"trends", "who", "where", "origins", "sizes", "list-changes", "studies", "methods", "How to cite, licence"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	for _, id := range []string{"causes", "data-checks", "sizes", "what-changed"} {
		b.open(t, o.Out, 1440, "#"+id)
		isSeen := fmt.Sprintf(`(() => { const at = document.getElementById(%q); return at.checkVisibility() && (at.closest('details.group')?.open ?? false); })()`, id)
		if !run[bool](t, b, isSeen) {
			t.Errorf("%s: want its fold opened by the address", id)
		}
	}
	b.open(t, o.Out, 1440, "")
	run[any](t, b, `document.querySelector('.contents a[href="#largest_breaches"]').click()`)
	b.waitFor(t, `document.getElementById('sizes').open && document.getElementById('largest_breaches').getBoundingClientRect().top < innerHeight`)
	printed := run[[]int](t, b, `(() => {
		const folds = () => [...document.querySelectorAll('details')].filter((one) => one.open).length;
		const before = folds();
		dispatchEvent(new Event('beforeprint'));
		const during = folds();
		dispatchEvent(new Event('afterprint'));
		return [before, during, document.querySelectorAll('details').length, folds()];
	})()`)
	if printed[1] != printed[2] || printed[0] != printed[3] || printed[1] <= printed[0] {
		t.Errorf("want all open on paper and as before afterwards, got %d, %d of %d, %d", printed[0], printed[1], printed[2], printed[3])
	}
	b.open(t, o.Out, 1440, "")
}

// The marks of a chart can be read by keyboard, and choosing one filters the list.
func pageReadsAndChoosesMarks(t *testing.T, b *browser, o Options) {
	b.described(t)
	search(t, b, "")
	b.do(t, chromedp.Focus(chromedp.CSS("#mode-switch")), chromedp.KeyEvent(kb.Tab), chromedp.Focus(chromedp.CSS("#breaches_by_year .chart")))
	newest := ask(t, o, "select year || ': ' || breaches from figures.breaches_by_year order by year desc limit 1")[0]
	tip := func(want string) string {
		return settled(t, b, want, fmt.Sprintf(`document.getElementById('tip').innerText.slice(0, %d)`, len(want)))
	}
	if got := tip(newest); got != newest {
		t.Errorf("want %q on focus, got %q", newest, got)
	}
	b.do(t, chromedp.KeyEvent(kb.Home))
	want := ask(t, o, "select year || ': ' || breaches from figures.breaches_by_year order by year limit 1")[0]
	if got := tip(want); got != want {
		t.Errorf("want %q read, got %q", want, got)
	}
	b.do(t, chromedp.KeyEvent("\r"))
	year, count, _ := strings.Cut(want, ": ")
	b.waitFor(t, `location.hash === '#year=`+year+`'`)
	// The list follows the address in an event of its own.
	counted := settled(t, b, count+" breaches", `document.getElementById('result-sum').textContent.split(', ')[0]`)
	if counted != count+" breaches" {
		t.Errorf("want the %s breaches of %s, got %q", count, year, counted)
	}
	// Choosing a mark gives as many breaches as the mark counts. Every ninth mark is tried.
	for _, name := range []string{"breaches_by_year_and_type", "breaches_by_state", "origin_by_year", "breaches_by_year_and_entity_type"} {
		wrong := run[[]string](t, b, fmt.Sprintf(`(async () => {
			const chart = document.querySelector('#%s .chart');
			document.getElementById('clear-filters').click();
			if (chart.closest('details')) chart.closest('details').open = true;
			chart.focus();
			const key = (name) => chart.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
			const wrong = [];
			let chosen = 0;
			let choosable = 0;
			const every = chart.dataset.picks === 'state' ? 1 : 9;
			key('Home');
			for (let step = 0, last = ''; step < 400; step++) {
				const value = chart.querySelector('.current')?.dataset.value ?? '';
				const place = [...chart.querySelectorAll('[data-value]')].indexOf(chart.querySelector('.current'));
				const says = Number((/: ([0-9,]+)/.exec(value)?.[1] ?? '-1').replaceAll(',', ''));
				if (document.getElementById('tip').textContent.includes('Enter') && says > 0 && choosable++ %% every === 0) {
					key('Enter');
					await new Promise((done) => addEventListener('hashchange', done, { once: true }));
					const shown = Number(document.getElementById('result-sum').textContent.split(' ')[0].replaceAll(',', ''));
					if (shown !== says) wrong.push(value + ' leads to ' + shown + ' by ' + location.hash);
					chosen++;
					document.getElementById('clear-filters').click();
					chart.focus();
					key('Home');
					for (let i = 0; i < place; i++) key('ArrowRight');
				}
				key('ArrowRight');
				const now = [...chart.querySelectorAll('[data-value]')].indexOf(chart.querySelector('.current'));
				if (now === place) break;
			}
			return chosen === 0 ? ['none can be chosen'] : wrong;
		})()`, name))
		for _, mark := range wrong {
			t.Errorf("%s: want as many breaches as the mark counts, got: %s", name, mark)
		}
	}
	b.open(t, o.Out, 1440, "")
}

// A first tap shows a value, and a second tap lists its breaches.
func pageAnswersTaps(t *testing.T, b *browser, o Options) {
	path, err := filepath.Abs(filepath.Join(o.Out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.EmulateViewport(360, 800, chromedp.EmulateMobile, chromedp.EmulateTouch), chromedp.Navigate("about:blank"), chromedp.Navigate("file://"+path))
	b.waitFor(t, `document.documentElement.dataset.list === 'ready'`)
	at := run[[]float64](t, b, `(() => {
		const chart = [...document.querySelectorAll('#breaches_by_year .chart')].find((one) => one.checkVisibility());
		chart.scrollIntoView({ block: 'center', behavior: 'instant' });
		const seen = chart.getBoundingClientRect();
		const marks = [...chart.querySelectorAll('rect')].filter((one) => one.querySelector('title'));
		const mark = marks.findLast((one) => one.getBoundingClientRect().right <= seen.right && one.getBoundingClientRect().height > 8).getBoundingClientRect();
		return [mark.left + mark.width / 2, mark.top + mark.height / 2];
	})()`)
	// A tap whose touch and end come too far apart, on a busy machine, is a long press: it clicks nothing, and is tried again.
	run[any](t, b, `(() => { window.clicks = 0; addEventListener('click', () => { window.clicks++; }, true); })()`)
	tap := func() {
		before := run[int](t, b, `window.clicks`)
		for range 10 {
			b.do(t, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
				start := input.DispatchTouchEventParams{Type: "touchStart", TouchPoints: []*input.TouchPoint{{X: at[0], Y: at[1]}}}
				if _, err := cdp.Call(ctx, tab, input.DispatchTouchEvent, start); err != nil {
					return err
				}
				_, err := cdp.Call(ctx, tab, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: "touchEnd", TouchPoints: []*input.TouchPoint{}})
				return err
			}))
			for range 100 {
				if run[int](t, b, `window.clicks`) > before {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		}
		t.Fatal("want a tap to click")
	}
	tap()
	b.waitFor(t, `/^[0-9]{4}: [0-9,]+.*Tap again/.test(document.getElementById('tip').textContent) && !document.getElementById('tip').hidden`)
	if got := run[string](t, b, "location.hash"); got != "" {
		t.Errorf("want the first tap to show and not to choose, got %q", got)
	}
	tap()
	b.waitFor(t, `/^#year=[0-9]{4}$/.test(location.hash)`)
	b.open(t, o.Out, 1440, "")
}

func pageCopiesCitations(t *testing.T, b *browser, o Options) {
	version := o.Version
	for _, c := range []struct{ name, setUp, said string }{
		{"copied", "let kept = ''; Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { kept = text; } } });", "Copied"},
		{"refused by the browser", `let kept = ''; Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async () => { throw new Error('no'); } } });
			document.execCommand = () => { kept = getSelection().toString(); return false; };`, "Selected: press Ctrl+C"},
	} {
		got := run[[]string](t, b, `(async () => {
			`+c.setUp+`
			const button = document.querySelector('#breaches_by_year button.copy');
			const label = button.firstChild;
			const said = new Promise((done) => new MutationObserver(() => done(label.data)).observe(label, { characterData: true }));
			button.click();
			const now = await said;
			return [kept, now];
		})()`)
		if !strings.Contains(got[0], "(figure breaches_by_year)") || !strings.Contains(got[0], "breachstats "+version) || got[1] != c.said {
			t.Errorf("%s: want the citation and %q, got %q", c.name, c.said, got)
		}
	}
	// A second click starts the three seconds of the label again.
	timers := run[int](t, b, `(async () => {
		const later = window.setTimeout, live = new Set();
		let timer = 0;
		window.setTimeout = () => { live.add(++timer); return timer; };
		window.clearTimeout = (of) => { live.delete(of); };
		const button = document.querySelector('#breaches_by_year button.copy');
		for (let i = 0; i < 2; i++) {
			const before = timer;
			button.click();
			while (timer === before) { await new Promise((done) => later(done, 10)); }
		}
		return live.size;
	})()`)
	if timers != 1 {
		t.Errorf("want one timer after two clicks, got %d", timers)
	}
	without := run[int](t, b, `[...document.querySelectorAll('.figure')].filter((one) => (one.querySelector('.citation')?.textContent ?? '').length < 80).length`)
	if without != 0 {
		t.Errorf("want a citation with every figure, got %d without", without)
	}
	b.open(t, o.Out, 1440, "")
}

// The head describes the page as a Dataset of schema.org, and every file that it names exists.
func pageIsADataset(t *testing.T, b *browser, o Options) {
	text := run[string](t, b, `document.querySelector('head script[type="application/ld+json"]').textContent`)
	var d struct {
		Context       string `json:"@context"`
		Type          string `json:"@type"`
		Name          string
		Description   string
		License       string
		Version       string
		DatePublished string
		Temporal      string `json:"temporalCoverage"`
		Creator       struct {
			Type string `json:"@type"`
			Name string
		}
		Distribution []struct {
			Type   string `json:"@type"`
			URL    string `json:"contentUrl"`
			Format string `json:"encodingFormat"`
			SHA    string `json:"sha256"`
		}
		Variables []struct{ Name, Description string } `json:"variableMeasured"`
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	// Google requires of a Dataset a name and a description of 50 to 5,000 characters.
	if d.Context != "https://schema.org" || d.Type != "Dataset" || d.Name == "" || len(d.Description) < 50 || len(d.Description) > 5000 ||
		d.Creator.Type != "Organization" || !strings.HasPrefix(d.License, "https://") {
		t.Errorf("want a dataset, got %s", text[:min(len(text), 1000)])
	}
	if day := regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`); d.DatePublished != "2024-04-01" || !day.MatchString(d.DatePublished) || len(d.Temporal) != len("2010-01-01/2022-12-31") {
		t.Errorf("want days, got %q and %q", d.DatePublished, d.Temporal)
	}
	hashes := folderHashes(t, o.Out)
	for _, file := range d.Distribution {
		if hashes[file.URL] != file.SHA || file.Type != "DataDownload" || file.Format == "" {
			t.Errorf("want a file that is there, got %+v", file)
		}
	}
	if len(d.Distribution) < 20 || len(d.Variables) < 5 {
		t.Errorf("want all files and variables, got %d and %d", len(d.Distribution), len(d.Variables))
	}
}

// Nothing is wider than a phone, in light and dark, and the newest values are in view.
func pageFitsEveryWidth(t *testing.T, b *browser, o Options) {
	for _, width := range []int64{360, 800, 1440} {
		b.open(t, o.Out, width, "")
		run[any](t, b, `for (const one of document.querySelectorAll('details')) one.open = true; null`)
		if got := run[int64](t, b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("%d pixels: want no scrolling sideways, got %d", width, got)
		}
		hidden := run[[]string](t, b, `(async () => {
			await new Promise((done) => setTimeout(done, 100));
			return [...document.querySelectorAll('.chart')].filter((one) => one.checkVisibility() && one.closest('.figure').querySelector('.newest-right')).filter((chart) => {
				const marks = [...chart.querySelectorAll('rect, circle, polygon')].filter((one) => one.querySelector('title'));
				const right = Math.max(...marks.map((one) => one.getBoundingClientRect().right));
				return marks.length > 0 && right > chart.getBoundingClientRect().right + 1;
			}).map((chart) => chart.closest('.figure').id);
		})()`)
		for _, name := range hidden {
			t.Errorf("%d pixels: %s: want the newest value in view", width, name)
		}
	}
	b.open(t, o.Out, 1440, "")
}

func pageHasStudiesBeside(t *testing.T, b *browser, o Options) {
	path, err := filepath.Abs(filepath.Join(o.Out, "studies.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{360, 1440} {
		b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+path))
		if got := run[string](t, b, `document.querySelector('h1').textContent + document.documentElement.scrollWidth`); got != fmt.Sprintf("What studies printed, counted again%d", width) {
			t.Errorf("want the page of studies in %d pixels, got %q", width, got)
		}
	}
	if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), "strict-dynamic") {
		t.Errorf("want a page that loads nothing, got %v", err)
	}
	b.open(t, o.Out, 1440, "")
}

// pagePaintsSoon reads when the browser first painted after it started to open the file, at best: a busy machine delays a paint.
func pagePaintsSoon(t *testing.T, b *browser, o Options) {
	got := math.Inf(1)
	for tries := 0; tries < 10 && got > 1000; tries++ {
		b.open(t, o.Out, 1440, "")
		b.waitFor(t, `performance.getEntriesByName('first-contentful-paint').length > 0`)
		got = min(got, run[float64](t, b, `performance.getEntriesByName('first-contentful-paint')[0].startTime`))
	}
	t.Logf("first paint after %.0f ms", got)
	if got > 1000 {
		t.Errorf("want the first paint within a second, got %.0f ms", got)
	}
}
