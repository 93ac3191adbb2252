package charts

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// painter paints the marks of a sheet, whose places count down the page, on a
// canvas, whose places count up.
type painter struct {
	*vgimg.Canvas
	pixels   *image.RGBA // of the canvas
	perPoint float64     // pixels
	fonts    *[2]typeface
	faces    map[faceOf]font.Face // opened once each
}

// faceOf is a font in a size.
type faceOf struct {
	weight weight
	size   float64
}

// easel is what a picture is painted on: 18 MB, and what it is told by and written from, which it
// would take longer to get from the system than to paint most charts.
type easel struct {
	canvas  *vgimg.Canvas
	pixels  *image.RGBA // of the canvas
	encoder pngEncoder
	width   int
}

// easels that are painted on no more.
var easels sync.Pool

// newEasel is a white one so many pixels wide.
func newEasel(width int) (*easel, error) {
	if used, isEasel := easels.Get().(*easel); isEasel && used.width == width {
		draw.Draw(used.pixels, used.pixels.Rect, image.White, image.Point{}, draw.Src)
		vg.Initialize(used.canvas)
		return used, nil
	}
	const pointsPerInch = 72
	canvas := vgimg.NewWith(vgimg.UseWH(pageWidth, pageHeight), vgimg.UseDPI(width*pointsPerInch/pageWidth))
	pixels, isRGBA := canvas.Image().(*image.RGBA)
	if !isRGBA {
		return nil, fmt.Errorf("png: want a canvas of RGBA, got %T", canvas.Image())
	}
	return &easel{canvas: canvas, pixels: pixels, width: width}, nil
}

// encodePNG paints a drawing so many pixels wide.
func encodePNG(drawn *sheet, width int) ([]byte, error) {
	blank, err := newEasel(width)
	if err != nil {
		return nil, err
	}
	on := painter{
		Canvas: blank.canvas, pixels: blank.pixels, perPoint: float64(width) / pageWidth,
		fonts: drawn.fonts, faces: make(map[faceOf]font.Face),
	}
	for _, one := range drawn.marks {
		one.paint(on)
	}
	encoded, err := blank.encoder.encode(blank.pixels)
	easels.Put(blank)
	return encoded, err
}

// onCanvas is where a place of the page is on the canvas.
func onCanvas(at point) vg.Point {
	return vg.Point{X: vg.Length(at.x), Y: vg.Length(pageHeight - at.y)}
}

// path joins places by straight lines.
func path(points []point) vg.Path {
	var joined vg.Path
	for i, at := range points {
		if i == 0 {
			joined.Move(onCanvas(at))
		} else {
			joined.Line(onCanvas(at))
		}
	}
	return joined
}

func (b *bar) paint(on painter) {
	if on.fillWhole(b.box, b.fill) {
		return
	}
	on.SetColor(b.fill.rgba())
	on.Fill(vg.Rectangle{Min: onCanvas(point{b.left, b.bottom}), Max: onCanvas(point{b.right, b.top})}.Path())
}

// fillWhole fills a box that covers pixels as wholes, as most bars and rules do: no edge needs to be
// smoothed, and the canvas would take many times as long. It tells whether the box was one.
func (on painter) fillWhole(area box, fill colour) bool {
	edges := [...]float64{area.left * on.perPoint, area.top * on.perPoint, area.right * on.perPoint, area.bottom * on.perPoint}
	for _, edge := range edges {
		if edge != math.Trunc(edge) {
			return false
		}
	}
	covered := image.Rect(int(edges[0]), int(edges[1]), int(edges[2]), int(edges[3])).Intersect(on.pixels.Rect)
	draw.Draw(on.pixels, covered, image.NewUniform(fill.rgba()), image.Point{}, draw.Src)
	return true
}

// area is what a level or an upright line fills. It tells whether the stroke is one.
func (l *stroke) area() (box, bool) {
	if len(l.points) != 2 || l.isDashed {
		return box{}, false
	}
	one, other, half := l.points[0], l.points[1], l.width/2
	switch {
	case one.y == other.y && one.x != other.x:
		return box{min(one.x, other.x), one.y - half, max(one.x, other.x), one.y + half}, true
	case one.x == other.x && one.y != other.y:
		return box{one.x - half, min(one.y, other.y), one.x + half, max(one.y, other.y)}, true
	default:
		return box{}, false
	}
}

func (l *stroke) paint(on painter) {
	if area, isStraight := l.area(); isStraight && on.fillWhole(area, l.colour) {
		return
	}
	if l.isDashed {
		on.SetLineDash([]vg.Length{dashOn, dashOff}, 0)
		defer on.SetLineDash(nil, 0)
	}
	on.SetColor(l.colour.rgba())
	on.SetLineWidth(vg.Length(l.width))
	on.Stroke(path(l.points))
}

func (m *symbol) paint(on painter) {
	fill, outline, width := m.look()
	var edge vg.Path
	if m.style.shape == circle {
		centre := onCanvas(m.at)
		edge.Move(centre.Add(vg.Point{X: markRadius}))
		edge.Arc(centre, markRadius, 0, 2*math.Pi)
	} else {
		edge = path(m.corners())
	}
	edge.Close()
	on.SetColor(fill.rgba())
	on.Fill(edge)
	on.SetColor(outline.rgba())
	on.SetLineWidth(vg.Length(width))
	on.Stroke(edge)
}

func (l *label) paint(on painter) {
	const missing = '□'
	text := on.fonts[l.weight].replaceMissing(l.text, missing)
	at, width := onCanvas(l.at), vg.Length(on.fonts[l.weight].width(text, l.size))
	switch l.anchor {
	case atMiddle:
		at.X -= width / 2
	case atEnd:
		at.X -= width
	case atStart:
	}
	fill := l.colour.rgba()
	if l.opacity != 0 {
		fill.A = uint8(math.Round(l.opacity * math.MaxUint8))
	}
	// The canvas would paint each letter as a picture that may be turned and
	// stretched, which takes ten times as long.
	letters := font.Drawer{Dst: on.pixels, Src: image.NewUniform(fill), Face: on.face(l.weight, l.size), Dot: fixed.Point26_6{
		X: fixed.Int26_6(math.Round(float64(at.X) * on.perPoint * fixedPoint)),
		Y: fixed.Int26_6(math.Round(l.at.y * on.perPoint * fixedPoint)),
	}}
	letters.DrawString(text)
}

// fixedPoint is one in the numbers that places of letters have.
const fixedPoint = 1 << 6

// face opens a font in a size at the picture's resolution.
func (on painter) face(of weight, size float64) font.Face {
	opened, isOpen := on.faces[faceOf{of, size}]
	if !isOpen {
		sized := on.fonts[of].sized(size)
		opened = sized.FontFace(on.DPI())
		on.faces[faceOf{of, size}] = opened
	}
	return opened
}

func (c colour) rgba() color.NRGBA {
	return color.NRGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: math.MaxUint8}
}
