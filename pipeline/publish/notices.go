package publish

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/breachstats/breachstats/charts"
)

const (
	ownModels = "Made with SQL models other than the program's own."
	ownRules  = "Made with origin rules other than the program's own."
)

// notices returns the sentences that no output may leave out.
func (c capture) notices() []string {
	var notices []string
	if c.IsSynthetic {
		notices = append(notices, "SYNTHETIC: a generated sample, not real breaches.")
	}
	notices = append(notices, c.noticesOfList()...)
	if c.hasOwnModels {
		notices = append(notices, ownModels)
	}
	if c.hasOwnRules {
		notices = append(notices, ownRules)
	}
	return notices
}

// noticesOfList returns the notices about the list: what is missing from it, its day, and what waits in newer captures.
func (c capture) noticesOfList() []string {
	var notices []string
	switch {
	case c.Left > 0:
		notices = append(notices, c.noticeOfLeft())
	case c.LeftArchive > 0:
		notices = append(notices, fmt.Sprintf("Incomplete: %s left the archive%s, and no list of those under investigation was saved since.",
			grouped(c.LeftArchive), c.missingSince()))
	case c.MissingView != "" && c.MissingSince != "":
		list := map[string]string{"archive": "archive", "under-investigation": "list of those under investigation"}[c.MissingView]
		notices = append(notices, fmt.Sprintf("Incomplete: by then no %s had been saved since %s.", list, inWords(c.MissingSince)))
	case c.MissingView != "":
		notices = append(notices, fmt.Sprintf(
			"Incomplete: the %s view of this capture was not saved; its breaches are missing from every number.", c.MissingView))
	}
	if c.AsOf != "" {
		notices = append(notices, c.noticeOfDay())
	}
	if c.waiting.Captures > 0 {
		notices = append(notices, c.waiting.notice())
	}
	return notices
}

// noticeOfDay states which captures a list as of a day is made from.
func (c capture) noticeOfDay() string {
	if c.Newer+c.Reconstructed == 0 {
		return fmt.Sprintf("As of %s, from the capture of %s.", inWords(c.AsOf), inWords(c.CapturedOn))
	}
	parts := []string{fmt.Sprintf("%s of %s as captured on %s",
		grouped(c.Counted-c.Newer-c.Reconstructed), counted(c.Counted, "breach", "breaches"), inWords(c.CapturedOn))}
	if c.Newer > 0 {
		by := "as the capture of " + inWords(c.NewestHalfOn) + " shows them"
		if c.HalfCaptures > 1 {
			by = fmt.Sprintf("as %d newer captures show them, the last of %s", c.HalfCaptures, inWords(c.NewestHalfOn))
		}
		parts = append(parts, grouped(c.Newer)+" "+by)
	}
	if c.Reconstructed > 0 {
		parts = append(parts, grouped(c.Reconstructed)+", submitted later, as the captures that first list them show them")
	}
	last := len(parts) - 1
	return fmt.Sprintf("As of %s: %s, and %s.", inWords(c.AsOf), strings.Join(parts[:last], ", "), parts[last])
}

// noticeOfLeft counts the breaches that left the list of those under investigation, whose outcome nobody saved.
func (c capture) noticeOfLeft() string {
	return fmt.Sprintf("Incomplete: %s under investigation; %s %s.", grouped(c.Open), grouped(c.Left), c.leftSince())
}

// leftSince describes the breaches that left that list.
func (c capture) leftSince() string {
	return "left that list" + c.missingSince() + ", and no archive was saved since"
}

// missingSince is " since 17 October 2024": the day on which the missing view was last saved.
func (c capture) missingSince() string {
	if c.MissingSince == "" {
		return ""
	}
	return " since " + inWords(c.MissingSince)
}

// notice states what waits in newer captures, and how to show it.
func (w waiting) notice() string {
	var lists []string
	if w.Breaches > 0 {
		lists = append(lists, counted(w.Breaches, "breach", "breaches")+" not shown here")
	}
	if w.Revisions > 0 {
		lists = append(lists, "newer values of "+grouped(w.Revisions))
	}
	said := fmt.Sprintf("Not the newest: 1 newer capture (%s, without its %s view) is not shown; build with `--as-of newest` to show it.", inWords(w.CapturedOn), w.MissingView)
	lead := " It lists "
	if w.Captures > 1 {
		said = fmt.Sprintf("Not the newest: %s newer captures (the last of %s, without its %s view) are not shown; build with `--as-of newest` to show them.",
			grouped(w.Captures), inWords(w.CapturedOn), w.MissingView)
		lead = " They list "
	}
	if len(lists) == 0 {
		return said
	}
	said += lead + strings.Join(lists, " and ")
	if largest := w.Largest; largest != nil {
		said += fmt.Sprintf(", the largest %s, %s individuals", cutAt(largest.EntityName, mostOfName), charts.People(largest.Individuals))
		if largest.Shown != nil {
			said += " (here " + charts.People(*largest.Shown) + ")"
		}
	}
	return said + "."
}

// mostOfName is the most characters of a covered entity's name in a sentence, so that no caption is cut because of it.
const mostOfName = 50

// noticeOfLarger states, for a figure of the largest breaches, that a larger one waits; empty if none does, and for
// other figures.
func (e *Edition) noticeOfLarger(chart charts.Chart) string {
	rows, largest := e.rows[chart.Name], e.capture.waiting.Largest
	if len(rows.Schema().FieldIndices("larger_waiting")) == 0 || rows.NumRows() == 0 || largest == nil {
		return ""
	}
	waiting := columnOf(rows, "larger_waiting").(*array.Int64)
	larger := waiting.Value(waiting.Len() - 1)
	if larger == 0 {
		return ""
	}
	shown := ""
	if largest.Shown != nil {
		shown = ", here with " + charts.People(*largest.Shown)
	}
	return fmt.Sprintf("Not the largest known: %s of newer captures would stand here, the largest %s, %s individuals%s. Build with `--as-of newest` to show them.",
		counted(larger, "breach", "breaches"), cutAt(largest.EntityName, mostOfName), charts.People(largest.Individuals), shown)
}
