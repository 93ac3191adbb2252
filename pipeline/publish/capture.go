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

// capture describes the list that is shown, for every output: marts.shown_list, and the snapshots that its rows come
// from.
type capture struct {
	Name             string // of the current capture: YYYY-MM-DD, and .N for the second and later captures of that day
	CapturedOn       string // its day, YYYY-MM-DD
	AsOf             string // the day of --as-of, YYYY-MM-DD; empty for the capture itself
	Hashes           string // of its files: "archive 3f9a1c2b, under-investigation 90ab12cd"
	NewestCapturedOn string // day of the newest snapshot from which a row comes
	IsSynthetic      bool
	// MissingView was not saved with the newest capture that contributes to the list; empty for a complete list.
	// MissingSince is the day on which it was last saved; empty if it never was.
	MissingView, MissingSince string
	HalfCaptures              int64 // contributing captures of one view, newer than the last complete capture
	NewestHalfOn              string
	// Counted is the number of breaches listed. Reconstructed are those that only later captures list, Newer those
	// whose values come from captures newer than the current one.
	Counted, Reconstructed, Newer int64
	// Open are under investigation on the day shown. Left have left that list, and no archive was saved since.
	// LeftArchive have left the archive, and no open list was saved since.
	Open, Left, LeftArchive int64
	waiting                 waiting
	snapshots               []manifestSnapshot // those that a row comes from, oldest first
	digest                  string             // of snapshots, computed as in HistoryDigest

	hasOwnModels, hasOwnRules bool
}

// waiting describes what newer captures list and the list does not show; Captures is 0 if there is nothing.
type waiting struct {
	Captures, Breaches, Revisions int64
	CapturedOn, MissingView       string         // of the newest of the captures
	Largest                       *waitingBreach // nil if no waiting number differs from the one shown
}

// waitingBreach is the waiting breach with the most individuals.
type waitingBreach struct {
	BreachID    string `json:"breach_id"`
	EntityName  string `json:"entity_name"`
	Individuals int64  `json:"individuals"`       // the number in the newer captures
	Shown       *int64 `json:"individuals_shown"` // the number shown; nil if blank, and for a breach that is not shown
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

// columnOf returns a column of rows; it must exist.
func columnOf(rows arrow.RecordBatch, name string) arrow.Array {
	return rows.Column(rows.Schema().FieldIndices(name)[0])
}

// note returns the caption of every chart.
func (c capture) note() charts.Note {
	note := charts.Note{Captured: c.source(), Brief: c.brief(), IsSynthetic: c.IsSynthetic, Caveats: c.notices()}
	if c.IsSynthetic {
		note.Caveats = note.Caveats[1:] // the stamp and the caption say so already
	}
	if c.AsOf != "" && c.MissingView != "" {
		// The first caveat is never cut off, and both are needed to read the numbers.
		note.Caveats = append([]string{note.Caveats[0] + " " + note.Caveats[1]}, note.Caveats[2:]...)
	}
	return note
}

// noteOfCaptures is the note of a figure of the captures themselves. It shows all captures, even those that lack a view
// and that no other figure shows.
func (c capture) noteOfCaptures(captured, brief string) charts.Note {
	note := c.noteOfStudy()
	note.Captured, note.Brief = captured, brief
	if c.waiting.Captures > 0 {
		note.PageCaveats = []string{"Captures after " + inWords(c.CapturedOn) + " lack a view: what was saved of them is drawn here; no other figure shows it."}
		note.Caveats = slices.Concat(note.PageCaveats, note.Caveats)
	}
	return note
}

// noteOfStudy is the note of a figure with a day of its own, which says nothing of the capture shown.
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

// shown identifies the list that is shown: a capture, or a capture "as of" a later day.
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

// source names the captures that the rows come from, each with the hashes of its files: "17 October 2024 (sha256:
// archive 8f0702df, under-investigation c642006a) and 3 May 2026 (…)". Files of earlier captures hold rows that have
// not changed since; they are counted, and the digest identifies them.
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

// hashesOfSources is "FILE SHA256" of each snapshot that a row comes from, joined by commas.
func (c capture) hashesOfSources() string {
	named := make([]string, len(c.snapshots))
	for i, snapshot := range c.snapshots {
		named[i] = snapshot.File + " " + snapshot.SHA256
	}
	return strings.Join(named, ", ")
}

// mostNewerNamed is how many captures newer than the current one a sentence names; it names the newest.
const mostNewerNamed = 2

// brief names the list in a few words, for places that show the names and hashes of its files too: "17 October 2024".
func (c capture) brief() string {
	if c.AsOf != "" {
		return inWords(c.CapturedOn) + ", shown as of " + inWords(c.AsOf)
	}
	return inWords(c.CapturedOn)
}

// words names the list in a sentence: "captured 17 October 2024 (sha256: archive 8f0702df, …)".
func (c capture) words() string {
	words := "captured " + c.source()
	if c.AsOf != "" {
		words = "as of " + inWords(c.AsOf) + ", " + words
	}
	return words
}

// counted formats a count with its noun: "1 capture", "2,149 captures".
func counted(n int64, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + several
}

// grouped formats a whole number with separators: 2,149.
func grouped(n int64) string { return thousands(strconv.FormatInt(n, 10)) }
