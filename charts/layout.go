package charts

// layout is the size of a drawing and what it shows. One unit is one point of the wide layout. Text
// has the same size in units in every layout, so a narrow one has fewer words, not smaller ones.
type layout struct {
	across, down  float64 // width and height; a narrow layout is as high as its figure needs
	left, right   float64 // edges of the marks
	margin        float64
	titleSize     float64
	subtitleSize  float64
	titleLines    int
	subtitleLines int
	captionLines  int
	prefix        string // start of the ids in the SVG
	isNarrow      bool   // fewer words in a line, and as high as needed
	isUntitled    bool   // without title and subtitle
}

// wideLayout is the layout of the published files.
func wideLayout() layout {
	return layout{
		across: pageWidth, down: pageHeight, left: pageMargin, right: pageWidth - pageMargin, margin: pageMargin,
		titleSize: titleSize, subtitleSize: subtitleSize, titleLines: 2, subtitleLines: 2, captionLines: 5, prefix: "chart-",
	}
}

// Widths of narrow layouts, in units. A phone with a screen 360 pixels wide shows phoneWidth in
// about 328 pixels, without the margins, so that a label is 12 pixels high.
const (
	phoneWidth  = 384
	phoneMargin = 12
)

// phoneLayout is the layout for a phone held upright.
func phoneLayout() layout {
	narrow := narrowLayout(phoneWidth, phoneMargin)
	narrow.prefix = "phone-"
	return narrow
}

// narrowLayout is a layout of a given width that is as high as its figure needs.
func narrowLayout(width, margin float64) layout {
	return layout{
		across: width, left: margin, right: width - margin, margin: margin, titleSize: narrowTitle, subtitleSize: labelSize,
		titleLines: 4, subtitleLines: 5, captionLines: 16, prefix: "chart-", isNarrow: true,
	}
}

// narrowTitle is the size of the title in a narrow layout.
const narrowTitle = 19

// sized is a figure that knows the height it needs in a narrow layout.
type sized interface {
	// plotHeight returns the height that the plot needs at a width.
	plotHeight(on *drawing, width float64) float64
}

// defaultPlotHeight is the height of a plot in a narrow layout if the figure is not sized.
const defaultPlotHeight = 270
