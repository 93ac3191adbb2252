package charts

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// CheckDrawing asserts of a drawing of any rows what the odd ones are held to:
// no text touches another, leaves the page or lies on a mark. Of rows that may
// come one day it asserts that the caption has room, too.
func CheckDrawing(t *testing.T, chart Chart, rows arrow.RecordBatch, note Note) {
	t.Helper()
	for _, made := range layouts() {
		drawn, err := chart.layOut(rows, note, made)
		if err != nil {
			t.Error(err)
			return
		}
		for _, one := range labelsOf(drawn) {
			if one.at.x == drawn.left && strings.HasSuffix(one.text, ellipsis) && one.at.y > drawn.down-drawn.margin-labelSize {
				t.Errorf("%s: the caption is cut: %q", drawn.name, one.full)
			}
		}
		checkTexts(t, drawn)
		checkMarks(t, drawn)
	}
	CheckClaims(t, chart, rows)
}

// CheckClaims asserts that the title of a chart of rows claims nothing that the rows do not hold.
func CheckClaims(t *testing.T, chart Chart, rows arrow.RecordBatch) {
	t.Helper()
	drawn, err := chart.layOut(rows, Note{}, wideLayout())
	if err != nil {
		t.Error(err)
		return
	}
	if drawn.title == chart.Title {
		return // it claims nothing
	}
	checkClaim(t, chart.Name, drawn.title, cells(rows))
	checkOtherClaim(t, chart.Name, drawn.title, cells(rows))
}
