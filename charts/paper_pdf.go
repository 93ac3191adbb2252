package charts

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
)

// pdfFamily is the name of the font in the PDF.
const pdfFamily = "LiberationSans"

// encodePDF writes a drawing as a PDF of one page. Text is text in embedded fonts. A unit has
// perUnit points.
func encodePDF(drawn *drawing, perUnit float64) ([]byte, error) {
	doc := fpdf.NewCustom(&fpdf.InitType{
		UnitStr: "pt", Size: fpdf.SizeType{Wd: drawn.across * perUnit, Ht: drawn.down * perUnit},
	})
	// Keep dates and the order of maps out of the file.
	doc.SetCreationDate(time.Unix(0, 0).UTC())
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetCatalogSort(true)
	doc.SetTitle(drawn.title, true)
	doc.SetProducer("breachstats", true)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(pdfFamily, "", liberationsansregular.TTF)
	doc.AddUTF8FontFromBytes(pdfFamily, "B", liberationsansbold.TTF)
	doc.AddPage()
	on := pdfPage{Fpdf: doc, perUnit: perUnit, fonts: drawn.fonts}
	for _, one := range drawn.marks {
		on.mark(one)
	}
	var written bytes.Buffer
	if err := doc.Output(&written); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return written.Bytes(), nil
}

// pdfPage draws marks on the page of the PDF.
type pdfPage struct {
	*fpdf.Fpdf
	perUnit float64
	fonts   *[2]typeface
}

func (p pdfPage) mark(one mark) {
	switch one := one.(type) {
	case *bar:
		p.fill(one.fill)
		p.Rect(one.left*p.perUnit, one.top*p.perUnit, one.width()*p.perUnit, one.height()*p.perUnit, "F")
	case *stroke:
		p.stroke(one.colour, one.width)
		if one.isDashed {
			p.SetDashPattern([]float64{dashOn * p.perUnit, dashOff * p.perUnit}, 0)
		}
		p.path(one.points)
		p.DrawPath("D")
		p.SetDashPattern(nil, 0)
	case *symbol:
		fill, outline, width := one.look()
		p.fill(fill)
		p.stroke(outline, width)
		p.path(outlineOf(one))
		p.ClosePath()
		p.DrawPath("FD")
	case *label:
		p.text(one)
	}
}

// path starts a path through points.
func (p pdfPage) path(points []point) {
	for i, at := range points {
		if i == 0 {
			p.MoveTo(at.x*p.perUnit, at.y*p.perUnit)
		} else {
			p.LineTo(at.x*p.perUnit, at.y*p.perUnit)
		}
	}
}

func (p pdfPage) text(l *label) {
	at, text := l.start(p.fonts)
	weights := [2]string{regular: "", bold: "B"}
	p.SetFont(pdfFamily, weights[l.weight], l.size*p.perUnit)
	red, green, blue := l.colour.channels()
	p.SetTextColor(int(red), int(green), int(blue))
	if l.opacity != 0 {
		p.SetAlpha(l.opacity, "Normal")
		defer p.SetAlpha(1, "Normal")
	}
	p.Text(at.x*p.perUnit, at.y*p.perUnit, text)
}

func (p pdfPage) fill(with colour) {
	red, green, blue := with.channels()
	p.SetFillColor(int(red), int(green), int(blue))
}

func (p pdfPage) stroke(with colour, width float64) {
	red, green, blue := with.channels()
	p.SetDrawColor(int(red), int(green), int(blue))
	p.SetLineWidth(width * p.perUnit)
	p.SetLineJoinStyle("round")
}

// circleAround returns a polygon with enough corners to look like a circle.
func circleAround(middle point, radius float64) []point {
	const corners = 32
	around := make([]point, corners)
	for i := range around {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		around[i] = point{middle.x + float64(radius*cos), middle.y + float64(radius*sin)}
	}
	return around
}
