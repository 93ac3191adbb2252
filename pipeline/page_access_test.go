package pipeline

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/breachstats/breachstats/torture/must"
)

// pageIsAccessible runs axe-core on the unfolded page, in light and dark and at three widths.
func pageIsAccessible(t *testing.T, b *browser, o Options) {
	axe := axeScript(t)
	if axe == "" {
		t.Skip("no bin/axe.min.js here (`make bin/axe.min.js`), so axe-core is not run")
	}
	for _, width := range []int64{360, 800, 1440} {
		b.open(t, o.Out, width, "")
		// Show one breach too.
		run[any](t, b, `document.querySelector('#breaches-table tbody a').click()`)
		b.waitFor(t, `!document.getElementById('breach').hidden && document.documentElement.dataset.descriptions === 'ready'`)
		run[any](t, b, axe+`;null`)
		// All rows of a table have the same structure, so a few are enough. The marks of a chart
		// form one image, described by its title and description.
		run[any](t, b, `for (const one of document.querySelectorAll('details')) one.open = true;
			for (const one of document.querySelectorAll('tbody tr:nth-child(n+4), .chart svg > :not(title, desc)')) one.remove(); null`)
		if width != 1440 {
			// All figures have the same structure: the widest window gets all of them, the others
			// two.
			run[any](t, b, `for (const one of [...document.querySelectorAll('.figure')].slice(2)) one.remove(); null`)
		}
		// Dark differs only in colours.
		for scheme, options := range map[string]string{"light": "resultTypes: ['violations']", "dark": "runOnly: ['color-contrast']"} {
			b.colours(t, scheme)
			violations := run[[]string](t, b, `new Promise((done) => setTimeout(done, 100)).then(() => axe.run(document, { `+options+` }))
				.then((found) => found.violations.map((one) => one.id + ': ' + one.help + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')))`)
			for _, violation := range violations {
				t.Errorf("%d pixels, %s: %s", width, scheme, violation)
			}
		}
	}
	b.colours(t, "light")
	path := must.Get(filepath.Abs(filepath.Join(o.Out, "studies.html")))(t)
	b.do(t, chromedp.Navigate("file://"+path))
	run[any](t, b, axe+`;null`)
	for _, violation := range run[[]string](t, b, `axe.run(document).then((found) => found.violations.map((one) => one.id + ': ' + one.help))`) {
		t.Errorf("studies: %s", violation)
	}
	// The checker finds a fault that was put there.
	found := run[int](t, b, `(document.body.append(document.createElement('img')), axe.run({ runOnly: ['image-alt'] })).then((found) => found.violations.length)`)
	if found != 1 {
		t.Errorf("want a picture without a text found, got %d violations", found)
	}
}
