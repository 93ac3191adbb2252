package portaltest

import (
	"github.com/breachstats/breachstats/data"
)

// Options say which portal to start. The zero value is a healthy one of today.
type Options struct {
	// The lists, as CSV exports with the healthy header; the portal damages the header
	// itself. Nil is a synthetic list: 7,085 archived reports, 922 under investigation and
	// 40 of Part 2, captured on 2026-08-20. See Samples, Real and HeaderOnly.
	Archive, UnderInvestigation, Part2 []byte

	Quirks Quirks
	Faults []Strike
	Seed   uint64 // chooses ids, view states and hashes
	TLS    bool   // https; a client trusts it with Portal.RootCAs
}

// Tab is a tab of a grid page.
type Tab string

// The tabs. Help has text only: no table, no exporters.
const (
	OpenTab    Tab = "underInvTab"
	ArchiveTab Tab = "archiveTab"
	HelpTab    Tab = "helpTab"
)

// title is the text of the tab's link.
func (t Tab) title() string {
	switch t {
	case ArchiveTab:
		return "Archive"
	case HelpTab:
		return "Help for Consumers"
	default:
		return "Under Investigation"
	}
}

// view is the list that the tab shows on a page; "" for Help.
func (t Tab) view(page string) data.View {
	switch {
	case t == HelpTab:
		return ""
	case page == Part2Page:
		return data.Part2
	case t == ArchiveTab:
		return data.Archive
	default:
		return data.UnderInvestigation
	}
}

// Format is what an exporter writes.
type Format string

// The formats, by the names that their icons carry.
const (
	XLS Format = "XLS"
	PDF Format = "PDF"
	CSV Format = "CSV"
	XML Format = "XML"
)

// Icons say by what an exporter's icon can be known.
type Icons int

// The icons; the last three leave two of the three marks out.
const (
	IconsFull  Icons = iota // alt, title and file name
	IconsAlt                // alt only
	IconsTitle              // title only
	IconsFile               // file name only
)

// Encoding says which encodings of an export post the portal decodes; any other gets the
// page again. Tab switches are decoded in both.
type Encoding int

// The encodings. With MultipartOnly the form has that enctype.
const (
	AnyEncoding Encoding = iota
	URLEncodedOnly
	MultipartOnly
)

// Quirks say how a deployment looks, each in a way that was seen or may come. The zero
// value is the portal of 2026.
type Quirks struct {
	IDPrefix     string // of generated ids, before their number; "" is j_idt
	TabView      string // client id of the tab view; "" is ocrForm:j_idt31
	OpaquePanels bool   // panels have generated ids; only the links name them
	NoTabView    bool   // neither grid page has tabs: the list of reports under investigation
	Part2NoTabs  bool   // the Part 2 page has no tabs

	Tabs    []Tab // in their order; nil is OpenTab, ArchiveTab. The Part 2 page has that order always
	Visible Tab   // shown by a plain GET; "" is the first. On the Part 2 page OpenTab always

	Exporters     []Format // in their order; nil is XLS, PDF, CSV, XML
	Icons         Icons
	EscapedClicks bool // onclick writes its quotes as &#39;

	Jakarta      bool     // jakarta.faces.* instead of javax.faces.*
	ClientWindow bool     // a hidden input of that name, demanded back unchanged
	Encoding     Encoding // which export posts are decoded
	Enctype      bool     // the form says multipart/form-data, whatever is decoded
	SessionInURL bool     // the form's action ends in ;jsessionid=…, and posts must go there

	GridAtReport  bool // breach_report.jsf is the HIPAA grid, as before 2026; else it redirects
	HealthyHeader bool // exports keep their header's first and last but one column

	SingleUse     bool // a view state dies when it is posted
	StatesKept    int  // view states that a session remembers, the newest; 0 is 15
	Gzip          bool // answers are compressed where the client accepts it
	CloseDelimits bool // a body ends with its connection: a cut one ends as a whole one does
}

// filled returns the quirks with what they mean where they say nothing.
func (q Quirks) filled() Quirks {
	if q.IDPrefix == "" {
		q.IDPrefix = "j_idt"
	}
	if q.TabView == "" {
		q.TabView = formID + ":j_idt31"
	}
	if q.Tabs == nil {
		q.Tabs = []Tab{OpenTab, ArchiveTab}
	}
	if q.Visible == "" {
		q.Visible = q.Tabs[0]
	}
	if q.Exporters == nil {
		q.Exporters = []Format{XLS, PDF, CSV, XML}
	}
	if q.StatesKept == 0 {
		q.StatesKept = 15 // Mojarra's com.sun.faces.numberOfViewsInSession
	}
	return q
}

// panel is the client id of a tab's panel. The generated ones follow that of the tab view.
func (q *Quirks) panel(t Tab) string {
	if !q.OpaquePanels {
		return q.TabView + ":" + string(t)
	}
	switch t {
	case ArchiveTab:
		return q.TabView + ":" + q.IDPrefix + "47"
	case HelpTab:
		return q.TabView + ":" + q.IDPrefix + "52"
	default:
		return q.TabView + ":" + q.IDPrefix + "33"
	}
}

// tabOf is the tab whose panel has that client id, or "".
func (q *Quirks) tabOf(panel string) Tab {
	for _, t := range []Tab{OpenTab, ArchiveTab, HelpTab} {
		if q.panel(t) == panel {
			return t
		}
	}
	return ""
}

// faces is the namespace of the names that JSF itself uses.
func (q *Quirks) faces() string {
	if q.Jakarta {
		return "jakarta.faces"
	}
	return "javax.faces"
}
