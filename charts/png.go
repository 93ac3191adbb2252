package charts

import (
	"cmp"
	"fmt"
	"math"
	"sync"

	"golang.org/x/image/math/fixed"
)

// canvases are kept for reuse: allocating their memory takes longer than painting most charts.
var canvases sync.Pool

// encodePNG paints a drawing, width pixels wide.
func encodePNG(drawn *drawing, width int) ([]byte, error) {
	on, isCanvas := canvases.Get().(*canvas)
	if !isCanvas || on.width != width {
		on = newCanvas(width, width*pageHeight/pageWidth, float64(width)/pageWidth)
	}
	defer canvases.Put(on)
	on.fonts = drawn.fonts
	on.clear()
	for _, one := range drawn.marks {
		one.paint(on)
	}
	encoded, err := on.encode()
	if err = cmp.Or(on.err, err); err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	return encoded, nil
}

func (b *bar) paint(on *canvas) {
	if !on.fillWhole(b.box, b.fill) {
		on.fill([]point{{b.left, b.bottom}, {b.right, b.bottom}, {b.right, b.top}, {b.left, b.top}}, tint{b.fill, 1})
	}
}

// area returns the rectangle that a horizontal or vertical stroke fills. It reports false for any
// other.
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

func (l *stroke) paint(on *canvas) {
	if area, isStraight := l.area(); isStraight && on.fillWhole(area, l.colour) {
		return
	}
	lines := [][]point{l.points}
	if l.isDashed {
		lines = dashes(l.points)
	}
	on.stroke(lines, l.width, tint{l.colour, 1})
}

// dashes returns the visible parts of a dashed polyline.
func dashes(points []point) (shown [][]point) {
	left, isOn := dashOn, true
	dash := points[:1:1]
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		length := math.Hypot(to.x-from.x, to.y-from.y)
		done := 0.0
		for ; length-done > left; isOn = !isOn {
			done += left
			at := point{from.x + float64((to.x-from.x)*(done/length)), from.y + float64((to.y-from.y)*(done/length))}
			if isOn {
				shown, left = append(shown, append(dash, at)), dashOff
			} else {
				left = dashOn
			}
			dash = []point{at}
		}
		left -= length - done
		dash = append(dash, to)
	}
	if isOn && len(dash) > 1 {
		shown = append(shown, dash)
	}
	return shown
}

func (m *symbol) paint(on *canvas) {
	fill, outline, width := m.look()
	edge := m.edge()
	on.fill(edge, tint{fill, 1})
	on.stroke([][]point{append(edge, edge[0])}, width, tint{outline, 1})
}

// edge returns the corners of a symbol. A circle has enough corners that none is off by 1/50 pixel.
func (m *symbol) edge() []point {
	corners := m.corners()
	if m.style.shape == circle {
		const most = 48
		for i := range most {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / most)
			corners = append(corners, point{m.at.x + float64(markRadius*cos), m.at.y + float64(markRadius*sin)})
		}
	}
	return corners
}

func (l *label) paint(on *canvas) {
	const missing = '□'
	text := on.fonts[l.weight].replaceMissing(l.text, missing)
	left, width := l.at.x, on.fonts[l.weight].width(text, l.size)
	switch l.anchor {
	case atMiddle:
		left -= width / 2
	case atEnd:
		left -= width
	case atStart:
	}
	with := tint{l.colour, 1}
	if l.opacity != 0 {
		with.opacity = l.opacity
	}
	on.write(text, faceOf{l.weight, l.size}, fixed.Point26_6{X: on.pixels(left), Y: on.pixels(l.at.y)}, with)
}
