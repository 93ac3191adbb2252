package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// capture is the list that is shown, of which every output speaks: marts.shown_list, and the
// snapshots from which its rows come.
type capture struct {
	Name             string // of the current capture: YYYY-MM-DD, and .N for the second and later captures of that day
	CapturedOn       string // its day, YYYY-MM-DD
	AsOf             string // the day asked for, YYYY-MM-DD; empty for the capture as it is
	Hashes           string // of its files: "archive 3f9a1c2b, under-investigation 90ab12cd"
	NewestCapturedOn string // day of the newest snapshot from which a row comes
	IsSynthetic      bool
	// MissingView was not saved with the newest capture that has a part in the list; empty for a complete
	// list. MissingSince is the day on which it was last saved; empty where it never was.
	MissingView, MissingSince string
	HalfCaptures              int64 // captures of one view that have a part, newer than the last complete one
	NewestHalfOn              string
	// Counted are the breaches listed. Reconstructed are those that only later captures show, Newer those
	// that stand as captures newer than the current one show them.
	Counted, Reconstructed, Newer int64
	// Open are under investigation on the day shown; Left had left that list, and no archive was saved since;
	// LeftArchive had left the archive, and no open list was saved since.
	Open, Left, LeftArchive int64
	waiting                 waiting
	snapshots               []manifestSnapshot // from which a row comes, oldest first
	digest                  string             // of snapshots, as HistoryDigest makes it

	hasOwnModels, hasOwnRules bool
}

// waiting is what newer captures list that is not shown; Captures is 0 where nothing waits.
type waiting struct {
	Captures, Breaches, Revisions int64
	CapturedOn, MissingView       string         // of the newest of the captures
	Largest                       *waitingBreach // nil where none of it states another number than is shown
}

// waitingBreach is the breach of the most individuals among what waits.
type waitingBreach struct {
	BreachID    string `json:"breach_id"`
	EntityName  string `json:"entity_name"`
	Individuals int64  `json:"individuals"`       // as the newer captures state them
	Shown       *int64 `json:"individuals_shown"` // as they are shown; nil where blank, and for a breach that is not shown
}

// currentCapture reads the list that is shown.
func currentCapture(ctx context.Context, w *warehouse.Warehouse) (capture, error) {
	rows, err := w.Query(ctx, "select * from marts.shown_list")
	if err != nil {
		return capture{}, err
	}
	if rows.NumRows() != 1 {
		return capture{}, errors.New("marts.shown_list: want one current capture of the HIPAA list, got none")
	}
	text := func(column string) string { return formats.Cell(columnOf(rows, column), 0) }
	count := func(column string) int64 { return columnOf(rows, column).(*array.Int64).Value(0) }
	c := capture{
		Name: text("capture"), CapturedOn: text("captured_on"), Hashes: text("hashes"), NewestCapturedOn: text("newest_captured_on"),
		IsSynthetic: text("is_synthetic") == "true", MissingView: text("missing_view"), MissingSince: text("missing_since"),
		HalfCaptures: count("half_captures"), NewestHalfOn: text("newest_half_on"),
		Counted: count("breaches"), Reconstructed: count("reconstructed"), Newer: count("newer_breaches"),
		Open: count("under_investigation"), Left: count("left_investigation"), LeftArchive: count("left_archive"),
		waiting: waiting{
			Captures: count("waiting_captures"), Breaches: count("waiting_breaches"), Revisions: count("waiting_revisions"),
			CapturedOn: text("waiting_captured_on"), MissingView: text("waiting_missing_view"),
		},
	}
	if id := text("waiting_breach_id"); id != "" {
		c.waiting.Largest = &waitingBreach{BreachID: id, EntityName: text("waiting_entity_name"), Individuals: count("waiting_individuals")}
		if columnOf(rows, "waiting_individuals_shown").IsValid(0) {
			shown := count("waiting_individuals_shown")
			c.waiting.Largest.Shown = &shown
		}
	}
	if text("is_as_of") == "true" {
		c.AsOf = text("as_of_on")
	}
	if c.snapshots, err = snapshotsShown(ctx, w); err != nil {
		return capture{}, err
	}
	c.digest = digestOfSnapshots(c.snapshots)
	return c, nil
}

// columnOf is a column of rows that have it.
func columnOf(rows arrow.RecordBatch, name string) arrow.Array {
	return rows.Column(rows.Schema().FieldIndices(name)[0])
}

// note is what the caption of every chart says.
func (c capture) note() charts.Note {
	note := charts.Note{Captured: c.source(), Brief: c.brief(), IsSynthetic: c.IsSynthetic, Caveats: c.notices()}
	if c.IsSynthetic {
		note.Caveats = note.Caveats[1:] // the stamp and the caption say it
	}
	if c.AsOf != "" && c.MissingView != "" {
		// The first caveat stands where nothing is cut off: both are needed to read the numbers.
		note.Caveats = append([]string{note.Caveats[0] + " " + note.Caveats[1]}, note.Caveats[2:]...)
	}
	return note
}

// noteOfCaptures is the note of a figure of the captures themselves: it shows all of them, also those
// that lack a view and are shown by no other figure.
func (c capture) noteOfCaptures(captured, brief string) charts.Note {
	note := c.noteOfStudy()
	note.Captured, note.Brief = captured, brief
	if c.waiting.Captures > 0 {
		note.PageCaveats = []string{"Captures after " + inWords(c.CapturedOn) + " lack a view: what was saved of them is drawn here; no other figure shows it."}
		note.Caveats = slices.Concat(note.PageCaveats, note.Caveats)
	}
	return note
}

// noteOfStudy is the note of a figure that is of a day of its own: nothing of the capture shown.
func (c capture) noteOfStudy() charts.Note {
	note := charts.Note{IsSynthetic: c.IsSynthetic}
	if c.hasOwnModels {
		note.Caveats = append(note.Caveats, ownModels)
	}
	if c.hasOwnRules {
		note.Caveats = append(note.Caveats, ownRules)
	}
	return note
}

// shown names the state of the list that is shown: a capture, or one "as of" a later day.
func (c capture) shown() string {
	if c.AsOf != "" {
		return c.Name + " as of " + c.AsOf
	}
	return c.Name
}

// inWords writes a day as people do: 4 January 2018.
func inWords(day string) string {
	parsed, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return parsed.Format("2 January 2006")
}

// source names the captures from which the rows come, each with the hashes of its files: "17 October
// 2024 (sha256: archive 8f0702df, under-investigation c642006a) and 3 May 2026 (…)". Files before the
// current capture hold rows that are unchanged since; they are counted, and the digest names them.
func (c capture) source() string {
	hashes, earlier := map[string][]string{}, 0
	var newer []manifestSnapshot // one for each capture
	for _, snapshot := range c.snapshots {
		if !snapshot.isNewer {
			if snapshot.Capture != c.Name {
				earlier++
			}
			continue
		}
		if len(hashes[snapshot.Capture]) == 0 {
			newer = append(newer, snapshot)
		}
		hashes[snapshot.Capture] = append(hashes[snapshot.Capture], snapshot.View+" "+snapshot.SHA256[:8])
	}
	parts := []string{fmt.Sprintf("%s (sha256: %s)", inWords(c.CapturedOn), c.Hashes)}
	if between := len(newer) - mostNewerNamed; between > 0 {
		parts = append(parts, counted(int64(between), "later capture", "later captures"))
		newer = newer[between:]
	}
	for _, snapshot := range newer {
		parts = append(parts, fmt.Sprintf("%s (%s)", inWords(snapshot.CapturedOn), strings.Join(hashes[snapshot.Capture], ", ")))
	}
	last := len(parts) - 1
	words := parts[last]
	if last > 0 {
		words = strings.Join(parts[:last], ", ") + " and " + parts[last]
	}
	if earlier == 0 && last <= mostNewerNamed {
		return words
	}
	words += "; "
	if earlier > 0 {
		words += counted(int64(earlier), "earlier file holds", "earlier files hold") + " rows unchanged since; "
	}
	return words + "manifest.json names all " + strconv.Itoa(len(c.snapshots)) + " (" + c.digest[:8] + ")"
}

// hashesOfSources is "FILE SHA256" of each snapshot from which a row comes, joined by commas.
func (c capture) hashesOfSources() string {
	named := make([]string, len(c.snapshots))
	for i, snapshot := range c.snapshots {
		named[i] = snapshot.File + " " + snapshot.SHA256
	}
	return strings.Join(named, ", ")
}

// mostNewerNamed is how many captures newer than the current one a sentence names: the newest.
const mostNewerNamed = 2

// brief is the list in a few words, for what stands beside the names and hashes of its files: "17 October 2024".
func (c capture) brief() string {
	if c.AsOf != "" {
		return inWords(c.CapturedOn) + ", shown as of " + inWords(c.AsOf)
	}
	return inWords(c.CapturedOn)
}

// words is the list for a sentence: "captured 17 October 2024 (sha256: archive 8f0702df, …)".
func (c capture) words() string {
	words := "captured " + c.source()
	if c.AsOf != "" {
		words = "as of " + inWords(c.AsOf) + ", " + words
	}
	return words
}

// counted is "1 capture", "2,149 captures".
func counted(n int64, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + several
}

// grouped writes a whole number as people read it: 2,149.
func grouped(n int64) string { return thousands(strconv.FormatInt(n, 10)) }
