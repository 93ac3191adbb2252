package charts

// layout is the page that a drawing is made for. One unit is a point of the wide page; all texts
// have the same size in units, so a narrow page holds fewer words, not smaller ones.
type layout struct {
	across, down  float64 // width and height; down is that of the wide page, or grows to what the figure needs
	left, right   float64 // edges of what is drawn
	margin        float64
	titleSize     float64
	subtitleSize  float64
	titleLines    int
	subtitleLines int
	captionLines  int
	prefix        string // of the ids in the SVG
	isNarrow      bool   // the figure has its layout for a narrow page, as high as it needs
	isUntitled    bool   // neither title nor subtitle is written
}

// wideLayout is the page of the published files.
func wideLayout() layout {
	return layout{
		across: pageWidth, down: pageHeight, left: pageMargin, right: pageWidth - pageMargin, margin: pageMargin,
		titleSize: titleSize, subtitleSize: subtitleSize, titleLines: 2, subtitleLines: 2, captionLines: 5, prefix: "chart-",
	}
}

// Widths of narrow pages, in units. A phone of 360 pixels shows phoneWidth, without its margins, in
// some 328 pixels, so that a label is 12 pixels high.
const (
	phoneWidth  = 384
	phoneMargin = 12
)

// phoneLayout is the page for a phone held upright.
func phoneLayout() layout {
	narrow := narrowLayout(phoneWidth, phoneMargin)
	narrow.prefix = "phone-"
	return narrow
}

// narrowLayout is a page of a width on which a figure is as high as it needs.
func narrowLayout(width, margin float64) layout {
	return layout{
		across: width, left: margin, right: width - margin, margin: margin, titleSize: narrowTitle, subtitleSize: labelSize,
		titleLines: 4, subtitleLines: 5, captionLines: 16, prefix: "chart-", isNarrow: true,
	}
}

// narrowTitle is the size of a title on a narrow page.
const narrowTitle = 19

// tall is a figure that knows how high it must be on a narrow page.
type tall interface {
	// tallness is the height that the plot needs in a width.
	tallness(on *sheet, width float64) float64
}

// usualTallness is the height of a plot on a narrow page of figures that do not say.
const usualTallness = 270
