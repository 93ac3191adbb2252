package publish

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

const (
	feedName = "feed.atom"
	// mostEntries is the most breaches in a feed; the subtitle says how many more there are.
	mostEntries = 200
	// tagAuthority begins every id (RFC 4151): the project's site, and a year in which the project owned it.
	tagAuthority = "tag:breachstats.github.io,2026:"
)

// changes holds what differs between the capture that is shown and the previous one with the same views, breach by
// breach.
type changes struct {
	before string // the earlier capture's name; empty when there is none to compare with
	// rows has one row per change, those of a breach together, of at most mostEntries breaches.
	rows arrow.RecordBatch
	// kinds has one row per kind of change: the kind and how many breaches have it.
	kinds    arrow.RecordBatch
	breaches int64 // how many breaches changed in all
}

// readChanges compares the capture that is shown with the previous one with the same views: between captures of
// different views, breaches would seem to appear and vanish.
func readChanges(ctx context.Context, w *warehouse.Warehouse) (changes, error) {
	var c changes
	before, err := w.Query(ctx, `
		select coalesce(max_by(older.capture, (older.captured_on, older.capture_no)), '')
		from marts.captures as older
		join marts.captures as shown on shown.is_current
		where (older.captured_on, older.capture_no) < (shown.captured_on, shown.capture_no)
			and older.missing_views is not distinct from shown.missing_views`)
	if err != nil {
		return c, err
	}
	c.before = formats.Cell(before.Column(0), 0)
	if c.before == "" {
		return c, nil
	}
	// Between complete captures, the figure revisions has these changes already.
	changed := `(
		select * from figures.revisions
		where (select is_complete from marts.captures where is_current)
		union all by name
		select * from marts.changes($1, (select capture from marts.captures where is_current and not is_complete))
		where kind <> 'unknown'
	)`
	if c.rows, err = w.Query(ctx, `
		with changed as (
			select
				*,
				list_position(['added', 'vanished', 'revised', 'moved', 'described'], kind) as kind_order,
				max(abs(individuals_change)) over (partition by breach_id) as effect,
				min(kind_order) over (partition by breach_id) as first_kind
			from `+changed+` as changes
		),
		ranked as (
			select *, dense_rank() over (order by effect desc, first_kind, breach_id) as place
			from changed
		)
		select
			ranked.breach_id, kind, changed_column, ranked.entity_name, ranked.state,
			ranked.submitted_on, old_value, new_value, coalesce(new_individuals, old_individuals),
			entity_type, array_to_string(breach_types, ', '), array_to_string(locations, ', '), description
		from ranked
		join marts.breach_versions as version
			on version.breach_id = ranked.breach_id
			and version.version = coalesce(new_version, old_version)
		where place <= $2
		order by place, kind_order, changed_column`, c.before, mostEntries); err != nil {
		return c, err
	}
	c.kinds, err = w.Query(ctx, `
		select coalesce(kind, 'all') as kind, count(distinct breach_id)
		from `+changed+` as changes
		group by grouping sets ((kind), ())
		order by list_position(['added', 'vanished', 'revised', 'moved', 'described'], kind) nulls first`, c.before)
	if err == nil && c.kinds.NumRows() > 0 {
		c.breaches = c.kinds.Column(1).(*array.Int64).Value(0)
	}
	return c, err
}

// The elements of RFC 4287. Every text has the default type text, so no reader takes it for markup. encoding/xml
// replaces characters that XML cannot represent by U+FFFD.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language  string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle"`
	Updated   string      `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Links     []atomLink  `xml:"link"`
	Generator atomProgram `xml:"generator"`
	Rights    string      `xml:"rights"`
	Entries   []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomProgram struct {
	URI     string `xml:"uri,attr"`
	Version string `xml:"version,attr"`
	Name    string `xml:",chardata"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Categories []atomCategory `xml:"category"`
	Link       atomLink       `xml:"link"`
	Summary    string         `xml:"summary"`
}

// kindWords names the kinds of change: the first word of a title, and the category to filter by. The portal's archive
// holds resolved reports and those older than 24 months, so a move to it means no more than archived.
var kindWords = map[string]string{
	"added": "New", "vanished": "Vanished", "revised": "Revised", "archived": "Archived", "reopened": "Reopened", "described": "Described",
}

// writeFeed writes the changes as an Atom feed: one entry per breach, with the same id in every edition of the same
// capture.
func (e *Edition) writeFeed() ([]File, error) {
	updated, err := e.updatedAt()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", feedName, err)
	}
	id, title := "feed", "Changes in the US list of health data breaches (HHS OCR)"
	if e.capture.IsSynthetic {
		id, title = "sample", "SYNTHETIC sample: changes in a list of health data breaches, not real ones"
	}
	feed := atomFeed{
		Language: "en", ID: tagAuthority + id, Title: title, Subtitle: e.feedSubtitle(), Updated: updated,
		Author: atomPerson{Name: authors, URI: projectPage},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: feedName},
			{Rel: "alternate", Type: "text/html", Href: "index.html"},
		},
		Generator: atomProgram{URI: projectPage, Version: e.options.Version, Name: "breachstats"},
		Rights:    e.source(),
	}
	if e.changes.before != "" {
		for first, rows := 0, int(e.changes.rows.NumRows()); first < rows; {
			end := first + 1
			for end < rows && e.changed(breachID, end) == e.changed(breachID, first) {
				end++
			}
			feed.Entries = append(feed.Entries, e.feedEntry(id, updated, first, end))
			first = end
		}
	}
	var content bytes.Buffer
	content.WriteString(xml.Header)
	encoder := xml.NewEncoder(&content)
	encoder.Indent("", "  ")
	if err := encoder.Encode(feed); err != nil {
		return nil, fmt.Errorf("%s: %w", feedName, err)
	}
	content.WriteByte('\n')
	return []File{{Name: feedName, Bytes: content.Bytes()}}, nil
}

// updatedAt is the start of the capture's day in UTC, plus a minute for each earlier capture of that day, so that feed
// readers notice the update. It does not depend on a clock.
func (e *Edition) updatedAt() (string, error) {
	day, err := time.Parse(time.DateOnly, e.capture.CapturedOn)
	if err != nil {
		return "", err
	}
	no := 1
	if _, later, isLater := strings.Cut(e.capture.Name, "."); isLater {
		if _, err := fmt.Sscanf(later, "%d", &no); err != nil {
			return "", fmt.Errorf("capture %s: %w", e.capture.Name, err)
		}
	}
	return day.Add(time.Duration(no-1) * time.Minute).Format(time.RFC3339), nil
}

// feedSubtitle states what was compared, how many changes of each kind there are, and how many are left out.
func (e *Edition) feedSubtitle() string {
	said := e.capture.notices()
	english := message.NewPrinter(language.English)
	if e.changes.before == "" {
		return strings.Join(append(said, "There is no earlier capture with the same views as "+e.capture.Name+" to compare with."), " ")
	}
	var kinds []string
	for row := 1; row < int(e.changes.kinds.NumRows()); row++ {
		kinds = append(kinds, english.Sprintf("%d %s", e.changes.kinds.Column(1).(*array.Int64).Value(row), formats.Cell(e.changes.kinds.Column(0), row)))
	}
	sentence := english.Sprintf("From the capture %s to %s: %d breaches differ", e.changes.before, e.capture.Name, e.changes.breaches)
	if len(kinds) > 0 {
		sentence += " (" + strings.Join(kinds, ", ") + "; one may be several)"
	}
	said = append(said, sentence+".")
	if rest := e.changes.breaches - mostEntries; rest > 0 {
		said = append(said, english.Sprintf("Here are the %d with the largest effect on the number of individuals; `breachstats diff %s %s --limit 0` shows the other %d.",
			mostEntries, e.changes.before, e.capture.Name, rest))
	}
	return strings.Join(said, " ")
}
