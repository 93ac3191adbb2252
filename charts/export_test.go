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
	drawn, err := chart.layOut(rows, note)
	if err != nil {
		t.Error(err)
		return
	}
	for _, one := range labelsOf(drawn) {
		if one.at.x == leftEdge && strings.HasSuffix(one.text, ellipsis) && one.at.y > pageHeight-pageMargin-labelSize {
			t.Errorf("%s: the caption is cut: %q", drawn.name, one.full)
		}
	}
	checkTexts(t, drawn)
	checkMarks(t, drawn)
}
