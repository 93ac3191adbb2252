package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// capture is the current capture, of which every output speaks.
type capture struct {
	Name          string // YYYY-MM-DD, and .N for the second and later captures of that day
	CapturedOn    string // YYYY-MM-DD
	AsOf          string // the day asked for, YYYY-MM-DD; empty for the capture as it is
	Hashes        string // "archive 3f9a1c2b, under-investigation 90ab12cd"
	MissingViews  string // empty for a complete capture
	IsSynthetic   bool
	Counted       int64 // breaches listed, Reconstructed those of them that only later captures show
	Reconstructed int64
	Newer         string // the newest capture that is newer than this one and lacks a view: "3 May 2026 lacks its archive view"

	hasOwnModels, hasOwnRules bool
}

func currentCapture(ctx context.Context, w *warehouse.Warehouse) (capture, error) {
	rows, err := w.Query(ctx, `
		select
			capture, cast(captured_on as varchar), hashes, coalesce(missing_views, ''), is_synthetic,
			coalesce((
				select max_by(
					strftime(newer.captured_on, '%-d %B %Y')
						|| case when newer.capture_no > 1 then ' (' || newer.capture || ')' else '' end
						|| ' lacks its ' || newer.missing_views || ' view',
					(newer.captured_on, newer.capture_no)
				)
				from marts.captures as newer
				where (newer.captured_on, newer.capture_no) > (shown.captured_on, shown.capture_no)
					and (not is_as_of or newer.captured_on <= shown.as_of_on)
			), ''),
			case when is_as_of then cast(as_of_on as varchar) else '' end,
			(select count(*) from marts.breaches where vanished_on is null),
			(select count(*) from marts.breaches where is_reconstructed)
		from marts.captures as shown where is_current`)
	if err != nil {
		return capture{}, err
	}
	if rows.NumRows() != 1 {
		return capture{}, errors.New("marts.captures: want one current capture of the HIPAA list, got none")
	}
	return capture{
		Name:          formats.Cell(rows.Column(0), 0),
		CapturedOn:    formats.Cell(rows.Column(1), 0),
		Hashes:        formats.Cell(rows.Column(2), 0),
		MissingViews:  formats.Cell(rows.Column(3), 0),
		IsSynthetic:   formats.Cell(rows.Column(4), 0) == "true",
		Newer:         formats.Cell(rows.Column(5), 0),
		AsOf:          formats.Cell(rows.Column(6), 0),
		Counted:       rows.Column(7).(*array.Int64).Value(0),
		Reconstructed: rows.Column(8).(*array.Int64).Value(0),
	}, nil
}

const (
	ownModels = "Made with SQL models other than the program's own."
	ownRules  = "Made with origin rules other than the program's own."
)

// notices are sentences that no output may leave out.
func (c capture) notices() []string {
	var notices []string
	if c.IsSynthetic {
		notices = append(notices, "SYNTHETIC: a generated sample, not real breaches.")
	}
	if c.AsOf != "" {
		notice := fmt.Sprintf("As of %s, from the capture of %s", inWords(c.AsOf), inWords(c.CapturedOn))
		if c.Reconstructed > 0 {
			notice = message.NewPrinter(language.English).Sprintf(
				"As of %s: %d of %d breaches as captured on %s, and %d, submitted later, as the captures that first list them show them",
				inWords(c.AsOf), c.Counted-c.Reconstructed, c.Counted, inWords(c.CapturedOn), c.Reconstructed)
		}
		notices = append(notices, notice+".")
	}
	if c.MissingViews != "" {
		notices = append(notices, fmt.Sprintf(
			"Incomplete: the %s view of this capture was not saved; its breaches are missing from every number.", c.MissingViews))
	}
	switch {
	case c.Newer != "" && c.AsOf != "":
		notices = append(notices, "The capture of "+c.Newer+": what it lists counts as it shows it, all else as captured before.")
	case c.Newer != "":
		notices = append(notices, "Not the newest: the capture of "+c.Newer+" and is not shown.")
	}
	if c.hasOwnModels {
		notices = append(notices, ownModels)
	}
	if c.hasOwnRules {
		notices = append(notices, ownRules)
	}
	return notices
}

func (c capture) note() charts.Note {
	note := charts.Note{CapturedOn: c.CapturedOn, Hash: c.Hashes, IsSynthetic: c.IsSynthetic, Caveats: c.notices()}
	if c.IsSynthetic {
		note.Caveats = note.Caveats[1:] // the stamp and the caption say it
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

// words is the capture for the page: "captured 17 October 2024 (archive 3f9a1c2b, …)".
func (c capture) words() string {
	words := fmt.Sprintf("captured %s (sha256: %s)", inWords(c.CapturedOn), c.Hashes)
	if c.AsOf != "" {
		words = "as of " + inWords(c.AsOf) + ", " + words
	}
	return words
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
