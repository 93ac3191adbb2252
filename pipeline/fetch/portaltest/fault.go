package portaltest

import (
	"fmt"
	"slices"
	"time"

	"github.com/breachstats/breachstats/data"
)

// Fault is one thing that goes wrong. Its letter and number are those of the case.
type Fault string

// The faults. What a Strike's Bytes and Delay mean is said where they count.
const (
	// FaultT1Refused closes the port after After requests were answered, at once when After
	// is 0. It opens again after Delay; 0: never. Times, Step and View do not count.
	FaultT1Refused Fault = "T1 connection refused"
	FaultT1Reset   Fault = "T1 connection reset"
	// The hanging ones end when the client goes, or after Delay; 0: never.
	FaultT1HangBeforeHeader Fault = "T1 hang before the header"
	FaultT1HangMidBody      Fault = "T1 hang mid-body" // after Bytes

	// The certificate, with Options.TLS. After and Times count handshakes.
	FaultT2UnknownCA       Fault = "T2 unknown authority"
	FaultT2IncompleteChain Fault = "T2 intermediate certificate missing"
	FaultT2Expired         Fault = "T2 certificate expired"
	FaultT2WrongHost       Fault = "T2 certificate of another host"

	FaultT3RedirectToFrontPage Fault = "T3 redirect to the front page"
	FaultT4Rerender            Fault = "T4 page again, for every encoding"

	FaultT5SessionLost       Fault = "T5 session forgotten"         // at a post
	FaultT5AffinityIgnored   Fault = "T5 post sent to another host" // with a new asig_persistence
	FaultT5NoSessionCookie   Fault = "T5 page sets no JSESSIONID"
	FaultT5NoAffinityCookie  Fault = "T5 page sets no asig_persistence"
	FaultT6ViewStateMissing  Fault = "T6 no ViewState"
	FaultT6ViewStateJakarta  Fault = "T6 ViewState renamed jakarta" // and javax no longer heard
	FaultT7ViewExpired       Fault = "T7 ViewExpiredException"
	FaultT7ViewExpired500    Fault = "T7 ViewExpiredException, status 500"
	FaultT7PartialRedirect   Fault = "T7 partial response with a redirect"
	FaultT7PartialError      Fault = "T7 partial response with an error"
	FaultT8IconMissing       Fault = "T8 CSV icon missing" // its link stands there, empty
	FaultT8IconRenamed       Fault = "T8 CSV icon renamed"
	FaultT8IconFont          Fault = "T8 icon font"
	FaultT8NoExporters       Fault = "T8 no exporters"
	FaultT9OnlyXLS           Fault = "T9 only XLS"
	FaultT10CommandIDChanges Fault = "T10 command id unknown at the post"
	FaultT10CommandMeansXLS  Fault = "T10 command id means XLS at the post"
	FaultT11ArchiveTabAbsent Fault = "T11 archive tab absent"
	FaultT11ThirdTabFirst    Fault = "T11 third tab first"
	FaultT11ThirdTabVisible  Fault = "T11 third tab first and visible"

	FaultT12TabSwitchIgnored   Fault = "T12 tab switch ignored"
	FaultT12ExportUnswitched   Fault = "T12 tab switched, export of the other"
	FaultT12FragmentWithoutTab Fault = "T12 partial response with a ViewState only"
	FaultT13OtherPage          Fault = "T13 page of the other regime"
	FaultT13OtherRegime        Fault = "T13 export of the other regime"

	// The cut ones send Bytes; negative: all but that many. Cut ends as a whole body does,
	// Abort with a broken connection (which Quirks.CloseDelimits hides).
	FaultT14Cut   Fault = "T14 body cut"
	FaultT14Abort Fault = "T14 connection broken in the body"
	FaultT14Empty Fault = "T14 no body"
	// FaultT14SlowDrip sends Bytes (0: 1) every Delay (0: 100 ms).
	FaultT14SlowDrip Fault = "T14 slow drip"
	// FaultT14Huge repeats the rows until Bytes were sent (0: 100 times the body).
	FaultT14Huge Fault = "T14 huge body"
	// FaultT14GzipBomb inflates to Bytes (0: 1 GiB) of rows; it comes unasked.
	FaultT14GzipBomb      Fault = "T14 gzip bomb"
	FaultT14FalseGzip     Fault = "T14 said to be gzip, and is not"
	FaultT14UnknownCoding Fault = "T14 said to be brotli, and is not"

	// With Retry-After of Delay (0: 1 s), in seconds or as a date.
	FaultT15TooMany         Fault = "T15 429"
	FaultT15TooManyDate     Fault = "T15 429 until a date"
	FaultT15Unavailable     Fault = "T15 503"
	FaultT15UnavailableDate Fault = "T15 503 until a date"
	FaultT15Forbidden       Fault = "T15 403"

	// FaultT16RowMoves moves a report to the archive when the export was answered.
	FaultT16RowMoves     Fault = "T16 report moves between the exports"
	FaultT17ProxyLogin   Fault = "T17 login page of a proxy"
	FaultB8HeaderOnly    Fault = "B8 header only, though the grid has rows"
	FaultB9OtherFormat   Fault = "B9 XLS bytes under the headers of a CSV"
	FaultB3HeaderChanged Fault = "B3 another header changed for good" // State
)

// Step is what a request is for; steps may be added up.
type Step uint

// The steps.
const (
	StepPage    Step = 1 << iota // GET of a grid page
	StepTab                      // AJAX post
	StepExport                   // post of a command
	StepOther                    // anything else
	StepConnect                  // before there is a request
)

const (
	posts   = StepTab | StepExport
	renders = StepPage | StepTab
	anyStep = StepPage | StepTab | StepExport
)

// strikesAt returns the steps at which a fault strikes unless its Strike says otherwise, and
// all those at which it can. An unknown fault has none.
func strikesAt(f Fault) (usual, possible Step) {
	switch f {
	case FaultT1Refused, FaultT2UnknownCA, FaultT2IncompleteChain, FaultT2Expired, FaultT2WrongHost:
		return StepConnect, StepConnect
	case FaultT1Reset, FaultT1HangBeforeHeader, FaultT3RedirectToFrontPage, FaultT15TooMany, FaultT15TooManyDate,
		FaultT15Unavailable, FaultT15UnavailableDate, FaultT15Forbidden, FaultT17ProxyLogin:
		return anyStep, anyStep | StepOther
	case FaultT1HangMidBody, FaultT14Cut, FaultT14Abort, FaultT14Empty, FaultT14SlowDrip, FaultT14Huge,
		FaultT14GzipBomb, FaultT14FalseGzip, FaultT14UnknownCoding:
		return StepExport, anyStep | StepOther
	case FaultT5SessionLost, FaultT5AffinityIgnored, FaultT7ViewExpired, FaultT7ViewExpired500:
		return posts, posts
	case FaultT5NoSessionCookie, FaultT5NoAffinityCookie, FaultT11ArchiveTabAbsent, FaultT11ThirdTabFirst,
		FaultT11ThirdTabVisible, FaultT13OtherPage:
		return StepPage, StepPage
	case FaultT6ViewStateMissing, FaultT6ViewStateJakarta, FaultT8IconMissing, FaultT8IconRenamed, FaultT8IconFont,
		FaultT8NoExporters, FaultT9OnlyXLS:
		return renders, renders
	case FaultT7PartialRedirect, FaultT7PartialError, FaultT12TabSwitchIgnored, FaultT12ExportUnswitched,
		FaultT12FragmentWithoutTab:
		return StepTab, StepTab
	case FaultT4Rerender:
		return StepExport, posts
	case FaultT10CommandIDChanges, FaultT10CommandMeansXLS, FaultT13OtherRegime, FaultT16RowMoves, FaultB8HeaderOnly,
		FaultB9OtherFormat, FaultB3HeaderChanged:
		return StepExport, StepExport
	default:
		return 0, 0
	}
}

// Faults returns every fault, in the order of their cases.
func Faults() []Fault {
	return []Fault{
		FaultT1Refused, FaultT1Reset, FaultT1HangBeforeHeader, FaultT1HangMidBody,
		FaultT2UnknownCA, FaultT2IncompleteChain, FaultT2Expired, FaultT2WrongHost,
		FaultT3RedirectToFrontPage, FaultT4Rerender,
		FaultT5SessionLost, FaultT5AffinityIgnored, FaultT5NoSessionCookie, FaultT5NoAffinityCookie,
		FaultT6ViewStateMissing, FaultT6ViewStateJakarta,
		FaultT7ViewExpired, FaultT7ViewExpired500, FaultT7PartialRedirect, FaultT7PartialError,
		FaultT8IconMissing, FaultT8IconRenamed, FaultT8IconFont, FaultT8NoExporters, FaultT9OnlyXLS,
		FaultT10CommandIDChanges, FaultT10CommandMeansXLS,
		FaultT11ArchiveTabAbsent, FaultT11ThirdTabFirst, FaultT11ThirdTabVisible,
		FaultT12TabSwitchIgnored, FaultT12ExportUnswitched, FaultT12FragmentWithoutTab,
		FaultT13OtherPage, FaultT13OtherRegime,
		FaultT14Cut, FaultT14Abort, FaultT14Empty, FaultT14SlowDrip, FaultT14Huge, FaultT14GzipBomb,
		FaultT14FalseGzip, FaultT14UnknownCoding,
		FaultT15TooMany, FaultT15TooManyDate, FaultT15Unavailable, FaultT15UnavailableDate, FaultT15Forbidden,
		FaultT16RowMoves, FaultT17ProxyLogin, FaultB3HeaderChanged, FaultB8HeaderOnly, FaultB9OtherFormat,
	}
}

// Strike says when a fault strikes: at the requests of the steps and the view, once After
// of them were let through, Times times.
type Strike struct {
	Fault Fault
	Step  Step      // 0: every step at which the fault usually strikes
	View  data.View // list that the request is about; "": any
	After int       // such requests that pass unharmed first
	Times int       // 0: always
	Bytes int       // see the faults
	Delay time.Duration
}

// armed is a strike and how often it was near.
type armed struct {
	Strike
	steps Step
	near  int
}

// arm adds strikes. The mutex is held, or nobody knows the portal yet.
func (p *Portal) arm(strikes []Strike) error {
	for _, s := range strikes {
		usual, possible := strikesAt(s.Fault)
		steps := s.Step
		if steps == 0 {
			steps = usual
		}
		switch {
		case usual == 0:
			return fmt.Errorf("no fault %q", s.Fault)
		case steps&possible == 0:
			return fmt.Errorf("%s: never strikes at step %d", s.Fault, s.Step)
		case s.After < 0 || s.Times < 0:
			return fmt.Errorf("%s: want After and Times of 0 or more, got %d and %d", s.Fault, s.After, s.Times)
		}
		p.armed = append(p.armed, &armed{Strike: s, steps: steps & possible})
	}
	return nil
}

// strike returns what strikes at a step of a request about a view. The mutex is held.
func (p *Portal) strike(step Step, view data.View) []Strike {
	var now []Strike
	for _, a := range p.armed {
		if a.Fault == FaultT1Refused || a.steps&step == 0 || a.View != "" && a.View != view {
			continue
		}
		a.near++
		if a.near > a.After && (a.Times == 0 || a.near <= a.After+a.Times) {
			now = append(now, a.Strike)
		}
	}
	return now
}

// RandomFault returns one strike of one fault, at one request of a run that gets both lists
// of the HIPAA page, each from a page of its own. Equal seeds give equal strikes. The
// faults of the connection that need their own portal (T1 refused, T2) do not come.
func RandomFault(seed uint64) Strike {
	draw := func(n int) int {
		seed += 0x9e3779b97f4a7c15
		return int(mixed(seed) % uint64(n))
	}
	faults := slices.DeleteFunc(Faults(), func(f Fault) bool {
		usual, _ := strikesAt(f)
		return usual == StepConnect
	})
	s := Strike{Fault: faults[draw(len(faults))], Times: 1}
	usual, possible := strikesAt(s.Fault)
	if draw(4) == 0 { // now and then where it seldom strikes
		usual = possible &^ StepOther
	}
	var steps []Step
	for _, step := range []Step{StepPage, StepTab, StepExport} {
		if usual&step != 0 {
			steps = append(steps, step)
		}
	}
	s.Step = steps[draw(len(steps))]
	if s.Step != StepTab {
		s.After = draw(2)
	}
	switch s.Fault {
	case FaultT1HangMidBody, FaultT14Cut, FaultT14Abort:
		const most = 1 << 17
		s.Bytes = draw(most)
		if draw(2) == 0 {
			s.Bytes = -1 - s.Bytes
		}
	default:
	}
	return s
}
