package portaltest

import (
	"errors"
	"net/http"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
)

func TestFaultsAtTheirStep(t *testing.T) {
	endsAt := func(page string) func(reply) bool {
		return func(r reply) bool { return path.Base(r.Request.URL.Path) == page && !isGrid(r) }
	}
	holds := func(text string) func(reply) bool {
		return func(r reply) bool { return strings.Contains(r.text, text) }
	}
	lacks := func(text string) func(reply) bool {
		return func(r reply) bool { return r.StatusCode == http.StatusOK && !strings.Contains(r.text, text) }
	}
	status := func(code int) func(reply) bool {
		return func(r reply) bool { return r.StatusCode == code }
	}
	for _, test := range []struct {
		fault Fault
		step  Step
		is    func(reply) bool
	}{
		{FaultT3RedirectToFrontPage, StepPage, endsAt(FrontPage)},
		{FaultT3RedirectToFrontPage, StepTab, endsAt(FrontPage)},
		{FaultT3RedirectToFrontPage, StepExport, endsAt(FrontPage)},
		{FaultT4Rerender, StepExport, isGrid},
		{FaultT5SessionLost, StepExport, endsAt(FrontPage)},
		{FaultT5SessionLost, StepTab, endsAt(FrontPage)},
		{FaultT5AffinityIgnored, StepExport, endsAt(FrontPage)},
		{FaultT5NoSessionCookie, StepPage, func(r reply) bool { return len(r.Cookies()) == 1 && r.Cookies()[0].Name == affinityCookie }},
		{FaultT5NoAffinityCookie, StepPage, func(r reply) bool { return len(r.Cookies()) == 1 && r.Cookies()[0].Name == sessionCookie }},
		{FaultT6ViewStateMissing, StepPage, lacks("ViewState")},
		{FaultT6ViewStateMissing, StepTab, lacks("ViewState")},
		{FaultT6ViewStateJakarta, StepPage, holds(`name="jakarta.faces.ViewState"`)},
		{FaultT6ViewStateJakarta, StepTab, holds(`<update id="j_id1:jakarta.faces.ViewState:0">`)},
		{FaultT7ViewExpired, StepExport, holds("ViewExpiredException")},
		{FaultT7ViewExpired, StepTab, holds("<redirect")},
		{FaultT7ViewExpired500, StepExport, status(http.StatusInternalServerError)},
		{FaultT7PartialRedirect, StepTab, holds("<redirect")},
		{FaultT7PartialError, StepTab, holds("<error>")},
		{FaultT8IconMissing, StepPage, lacks("CSV")},
		{FaultT8IconRenamed, StepTab, func(r reply) bool { return lacks("CSV")(r) && lacks("csv")(r) && holds("text.png")(r) }},
		{FaultT8IconFont, StepPage, func(r reply) bool { return lacks("<img")(r) && holds(`<i class="fa fa-file-csv-o"`)(r) }},
		{FaultT8NoExporters, StepTab, lacks("mojarra.jsfcljs")},
		{FaultT9OnlyXLS, StepPage, func(r reply) bool { return lacks("CSV")(r) && holds("XLS")(r) }},
		{FaultT10CommandIDChanges, StepExport, isGrid},
		{FaultT10CommandMeansXLS, StepExport, holds("\xd0\xcf\x11\xe0")},
		{FaultT11ArchiveTabAbsent, StepPage, lacks("Archive")},
		{FaultT11ThirdTabFirst, StepPage, holds(`_activeIndex" value="1"`)},
		{FaultT11ThirdTabVisible, StepPage, lacks("rowCount")},
		{FaultT12TabSwitchIgnored, StepTab, holds("rowCount:2")},
		{FaultT12FragmentWithoutTab, StepTab, holds(`<changes><update id="j_id1:javax.faces.ViewState:0">`)},
		{FaultT13OtherPage, StepPage, holds("Name of Part 2 Program")},
		{FaultT13OtherRegime, StepExport, holds(part2Rows)},
		{FaultT15TooMany, StepPage, status(http.StatusTooManyRequests)},
		{FaultT15TooManyDate, StepTab, status(http.StatusTooManyRequests)},
		{FaultT15Unavailable, StepExport, status(http.StatusServiceUnavailable)},
		{FaultT15UnavailableDate, StepPage, status(http.StatusServiceUnavailable)},
		{FaultT15Forbidden, StepExport, status(http.StatusForbidden)},
		{FaultT17ProxyLogin, StepPage, holds("GuestNet")},
		{FaultT17ProxyLogin, StepExport, func(r reply) bool { return r.StatusCode == http.StatusOK && holds("GuestNet")(r) }},
		{FaultB3HeaderChanged, StepExport, holds(`"State/Territory"`)},
		{FaultB8HeaderOnly, StepExport, func(r reply) bool { return rowsOf(r.text) == "" && damagedHeader.MatchString(r.text) }},
		{FaultB9OtherFormat, StepExport, func(r reply) bool {
			return holds("\xd0\xcf\x11\xe0")(r) && r.Header.Get("Content-Type") == "text/csv;charset=UTF-8"
		}},
	} {
		t.Run(string(test.fault), func(t *testing.T) {
			if healthy := stepOf(t, small(t, Quirks{}), test.step); test.is(healthy) {
				t.Fatalf("a healthy answer looks struck: %.200s", healthy.text)
			}
			p := small(t, Quirks{}, Strike{Fault: test.fault, Step: test.step, Times: 1})
			if got := stepOf(t, p, test.step); !test.is(got) {
				t.Errorf("struck answer: %d %s %v\n%s", got.StatusCode, got.Request.URL, got.Header, got.text)
			}
			both(t, p) // once is over
		})
	}
}

// stepOf runs as far as a step with a new client and returns its answer.
func stepOf(t *testing.T, p *Portal, step Step) reply {
	t.Helper()
	c := visit(t, p)
	page := c.open(HIPAAPage)
	switch step {
	case StepTab:
		return c.change("Archive")
	case StepExport:
		return c.export(page.text)
	default:
		return page
	}
}

func TestT5PageWithoutOneCookieLeadsToTheFrontPage(t *testing.T) {
	for _, fault := range []Fault{FaultT5NoSessionCookie, FaultT5NoAffinityCookie} {
		c := visit(t, small(t, Quirks{}, Strike{Fault: fault}))
		got := c.export(c.open(HIPAAPage).text)
		if path.Base(got.Request.URL.Path) != FrontPage {
			t.Errorf("%s: %s", fault, got.Request.URL)
		}
	}
}

func TestT6JakartaPageWorksUnderItsNames(t *testing.T) {
	both(t, small(t, Quirks{}, Strike{Fault: FaultT6ViewStateJakarta}))
}

func TestT8FontIconsAndMissingOnesHaveCommandsThatWork(t *testing.T) {
	for _, fault := range []Fault{FaultT8IconFont, FaultT8IconMissing} {
		c := visit(t, small(t, Quirks{}, Strike{Fault: fault}))
		page := c.open(HIPAAPage)
		links := commandLink.FindAllStringSubmatch(page.text, -1)
		id := links[len(links)-2][1] // CSV, before XML
		if got := c.post(c.with(id, id)); rowsOf(got.text) != openRows {
			t.Errorf("%s: %.200q", fault, got.text)
		}
	}
}

func TestT12SwitchThatIsNone(t *testing.T) {
	for fault, wantGrid := range map[Fault]string{FaultT12TabSwitchIgnored: "2", FaultT12ExportUnswitched: "3"} {
		c := visit(t, small(t, Quirks{}, Strike{Fault: fault}))
		c.open(HIPAAPage)
		fragment := c.change("Archive")
		if got := rowsOf(c.export(fragment.text).text); got != openRows || first(rowCount, fragment.text) != wantGrid {
			t.Errorf("%s: grid %s, export %.200q", fault, first(rowCount, fragment.text), got)
		}
	}
}

func TestT13OtherRegimeAtPart2(t *testing.T) {
	c := visit(t, small(t, Quirks{}, Strike{Fault: FaultT13OtherRegime, View: data.Part2}, Strike{Fault: FaultT13OtherPage, View: data.Part2, After: 1}))
	if got := rowsOf(c.export(c.open(Part2Page).text).text); got != openRows {
		t.Errorf("export %.200q", got)
	}
	if got := c.open(Part2Page).text; !strings.Contains(got, "Name of Covered Entity") {
		t.Errorf("page %.200q", got)
	}
	if got := rowsOf(c.export(c.open(HIPAAPage).text).text); got != openRows {
		t.Errorf("HIPAA export %.200q", got)
	}
}

func TestT16RowMoves(t *testing.T) {
	c := visit(t, small(t, Quirks{}, Strike{Fault: FaultT16RowMoves, Times: 1}))
	open := rowsOf(c.export(c.open(HIPAAPage).text).text)
	c.open(HIPAAPage)
	archive := rowsOf(c.export(c.change("Archive").text).text)
	moved, rest, _ := strings.Cut(openRows, "\n")
	if open != openRows || archive != moved+"\n"+archiveRows {
		t.Errorf("open %q, archive %q", open, archive)
	}
	if got := rowsOf(c.export(c.open(HIPAAPage).text).text); got != rest {
		t.Errorf("afterwards %q", got)
	}
}

func TestT15RetryAfter(t *testing.T) {
	c := visit(t, small(t, Quirks{},
		Strike{Fault: FaultT15TooMany, Times: 1, Delay: 1500 * time.Millisecond}, Strike{Fault: FaultT15UnavailableDate, After: 1, Delay: time.Minute}))
	if got := c.open(HIPAAPage).Header.Get("Retry-After"); got != "2" {
		t.Errorf("seconds %q", got)
	}
	got, err := http.ParseTime(c.open(HIPAAPage).Header.Get("Retry-After"))
	if wait := time.Until(got); err != nil || wait < 50*time.Second || wait > time.Minute {
		t.Errorf("date %v, %v", got, err)
	}
}

func TestStrikesCount(t *testing.T) {
	p := small(t, Quirks{}, Strike{Fault: FaultT15Forbidden, Step: StepPage, After: 1, Times: 2})
	c := visit(t, p)
	var got []int
	for range 4 {
		got = append(got, c.open(HIPAAPage).StatusCode)
	}
	if want := []int{200, 403, 403, 200}; !slices.Equal(got, want) {
		t.Errorf("want %v, got %v", want, got)
	}
	p.Strike(Strike{Fault: FaultT15Forbidden})
	if got := c.open(HIPAAPage).StatusCode; got != http.StatusForbidden {
		t.Errorf("struck later: %d", got)
	}
	p.Heal()
	if got := c.open(HIPAAPage).StatusCode; got != http.StatusOK {
		t.Errorf("healed: %d", got)
	}
}

func TestStrikesOfOneView(t *testing.T) {
	p := small(t, Quirks{}, Strike{Fault: FaultT15Forbidden, Step: StepExport, View: data.Archive})
	c := visit(t, p)
	if got := c.export(c.open(HIPAAPage).text).StatusCode; got != http.StatusOK {
		t.Errorf("open: %d", got)
	}
	if got := c.export(c.change("Archive").text).StatusCode; got != http.StatusForbidden {
		t.Errorf("archive: %d", got)
	}
}

func TestStrikesThatCouldNeverHit(t *testing.T) {
	for _, s := range []Strike{{}, {Fault: "T99"}, {Fault: FaultT16RowMoves, Step: StepPage}, {Fault: FaultT1Reset, After: -1}, {Fault: FaultT1Reset, Times: -1}} {
		if _, err := build(Options{Faults: []Strike{s}}); err == nil {
			t.Errorf("%+v: want an error", s)
		}
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	seen := map[Fault]bool{}
	for _, f := range Faults() {
		usual, possible := strikesAt(f)
		if seen[f] || usual == 0 || usual&^possible != 0 {
			t.Errorf("%s: listed twice or without a step", f)
		}
		seen[f] = true
	}
	const faults = 53
	if len(seen) != faults {
		t.Errorf("want %d faults, got %d", faults, len(seen))
	}
}

func TestRandomFaults(t *testing.T) {
	seen := map[Fault]bool{}
	for seed := range uint64(2000) {
		s := RandomFault(seed)
		if again := RandomFault(seed); !reflect.DeepEqual(s, again) {
			t.Fatalf("seed %d: %+v and %+v", seed, s, again)
		}
		if _, err := build(Options{Archive: []byte{}, UnderInvestigation: []byte{}, Part2: []byte{}, Faults: []Strike{s}}); err != nil {
			t.Fatal(err)
		}
		seen[s.Fault] = true
	}
	if want := len(Faults()) - 5; len(seen) != want {
		t.Errorf("want %d faults, got %d", want, len(seen))
	}
}

// Every random fault strikes a run of two exports, once, and the portal answers in the end.
func TestRandomFaultsStrike(t *testing.T) {
	for seed := range uint64(60) {
		s := RandomFault(seed)
		s.Delay = 10 * time.Millisecond
		if s.Fault == FaultT14GzipBomb {
			s.Bytes = 1 << 20
		}
		p := small(t, Quirks{}, s)
		for _, title := range []string{"Under Investigation", "Archive"} {
			c := visit(t, p)
			_ = errors.Join(c.run(title)...)
		}
		struck := 0
		for _, r := range p.Requests() {
			struck += len(r.Faults)
		}
		reached := slices.ContainsFunc(p.Requests(), func(r Recorded) bool { return r.Step&s.Step != 0 })
		if reached && struck > 1 || s.After == 0 && struck != 1 {
			t.Errorf("seed %d: %+v struck %d times", seed, s, struck)
		}
	}
}

// run gets a list as well as it can and returns what went wrong on the wire.
func (c *client) run(title string) []error {
	var wrong []error
	ask := func(request *http.Request) string {
		r, err := c.try(request)
		wrong = append(wrong, err, r.err)
		return r.text
	}
	c.read(ask(c.request(http.MethodGet, HIPAAPage, nil)))
	text := c.page
	if title == "Archive" && strings.Contains(c.page, "#ocrForm:j_idt31:archiveTab") {
		request := c.encoded(c.switching(title))
		request.Header.Set("Faces-Request", "partial/ajax")
		request.Header.Set("X-Requested-With", "XMLHttpRequest")
		text = ask(request)
	}
	id := "ocrForm:none"
	if ids := commands(text, "csv"); len(ids) > 0 {
		id = ids[0]
	}
	ask(c.encoded(c.with(id, id)))
	return wrong
}
