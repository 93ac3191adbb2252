package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// The page of the real list is small, answers a known search, and links to a page with every study
// that can be reproduced.
func TestRealPage(t *testing.T) {
	tier.Long(t, "the page of the real captures")
	b := openBrowser(t)
	o, _ := buildAll(t, allRealExports(t)...)
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	html, err := os.ReadFile(filepath.Join(o.Out, "index.html"))
	if err != nil || len(html) > mostPageBytes {
		t.Errorf("want a page of %d bytes at most, got %d, %v", mostPageBytes, len(html), err)
	}
	b.open(t, o.Out, 1440, "#q=anthem+indiana&sort=-individuals")
	b.described(t)
	want := ask(t, o, `select entity_name from marts.breaches where vanished_on is null and entity_name like 'Anthem%' and state = 'IN' order by individuals desc`)[0]
	if names := run[[]string](t, b, firstNames); len(names) == 0 || names[0] != want {
		t.Errorf("want %s found first, got %q", want, names)
	}
	if got := run[int](t, b, `document.documentElement.scrollHeight`); got > mostFolded {
		t.Errorf("want %d pixels at most, got %d", mostFolded, got)
	}
	// A word that occurs only in descriptions, and the number of breaches with it.
	counted := ask(t, o, `select format('{:,}', count(*)) from marts.breaches where vanished_on is null and regexp_matches(description, '(?i)\bunencrypted\b')`)[0]
	if got := search(t, b, `form.elements.q.value = '"unencrypted"';`); !strings.HasPrefix(got, counted+" breaches,") {
		t.Errorf("want %s breaches, got %q", counted, got)
	}
	studies := ask(t, o, "select study from marts.studies where is_reproducible order by study")
	text := must.Get(os.ReadFile(filepath.Join(o.Out, "studies.html")))(t)
	for _, study := range slices.Compact(studies) {
		if !strings.Contains(string(text), `id="study-`+study+`"`) {
			t.Errorf("want the study %s on the page of studies", study)
		}
	}
	for _, width := range []int64{360, 1440} {
		b.open(t, o.Out, width, "")
		run[any](t, b, `for (const one of document.querySelectorAll('details')) one.open = true; null`)
		if got := run[int64](t, b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("%d pixels: want no scrolling sideways, got %d", width, got)
		}
	}
	b.wantQuiet(t)
}
