package charts

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// encodePrint paints a drawing for print; a unit is so many points, and the file says how many dots an
// inch has.
func encodePrint(drawn *sheet, perUnit float64, dpi int) ([]byte, error) {
	wide, high := drawn.across*perUnit, drawn.down*perUnit
	on := print{
		Canvas:  vgimg.NewWith(vgimg.UseWH(vg.Length(wide), vg.Length(high)), vgimg.UseDPI(dpi)),
		perUnit: perUnit, high: drawn.down, fonts: drawn.fonts,
	}
	for _, one := range drawn.marks {
		if err := on.mark(one); err != nil {
			return nil, fmt.Errorf("png: %w", err)
		}
	}
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, on.Image()); err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	return withResolution(encoded.Bytes(), dpi), nil
}

// withResolution puts the chunk pHYs behind the header of a PNG (PNG, third edition, section 11.3.4.3).
func withResolution(encoded []byte, dpi int) []byte {
	const header, metersPerInch = 8 + 25, 0.0254
	perMeter := uint32(math.Round(float64(dpi) / metersPerInch))
	chunk := []byte("pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, perMeter)
	chunk = binary.BigEndian.AppendUint32(chunk, perMeter)
	chunk = append(chunk, 1) // the unit is a metre
	made := append([]byte{}, encoded[:header]...)
	made = binary.BigEndian.AppendUint32(made, uint32(len(chunk)-4))
	made = append(made, chunk...)
	made = binary.BigEndian.AppendUint32(made, crc32.ChecksumIEEE(chunk))
	return append(made, encoded[header:]...)
}

// print is a canvas that marks are painted on, whose places count up.
type print struct {
	*vgimg.Canvas
	perUnit, high float64
	fonts         *[2]typeface
}

func (p print) at(place point) vg.Point {
	return vg.Point{X: vg.Length(place.x * p.perUnit), Y: vg.Length((p.high - place.y) * p.perUnit)}
}

func (p print) path(points []point) vg.Path {
	var joined vg.Path
	for i, place := range points {
		if i == 0 {
			joined.Move(p.at(place))
		} else {
			joined.Line(p.at(place))
		}
	}
	return joined
}

func (p print) colour(with colour, opacity float64) {
	p.SetColor(color.NRGBA{R: uint8(with >> 16), G: uint8(with >> 8), B: uint8(with), A: uint8(math.Round(opacity * math.MaxUint8))})
}

func (p print) mark(one mark) error {
	switch one := one.(type) {
	case *bar:
		p.colour(one.fill, 1)
		edge := p.path([]point{{one.left, one.top}, {one.right, one.top}, {one.right, one.bottom}, {one.left, one.bottom}})
		edge.Close()
		p.Fill(edge)
	case *stroke:
		p.colour(one.colour, 1)
		if one.isDashed {
			p.SetLineDash([]vg.Length{vg.Length(dashOn * p.perUnit), vg.Length(dashOff * p.perUnit)}, 0)
			defer p.SetLineDash(nil, 0)
		}
		p.SetLineWidth(vg.Length(one.width * p.perUnit))
		p.Stroke(p.path(one.points))
	case *symbol:
		fill, outline, width := one.look()
		edge := p.path(outlineOf(one))
		edge.Close()
		p.colour(fill, 1)
		p.Fill(edge)
		p.colour(outline, 1)
		p.SetLineWidth(vg.Length(width * p.perUnit))
		p.Stroke(edge)
	case *label:
		return p.label(one)
	}
	return nil
}

func (p print) label(l *label) error {
	pieces, err := l.outlines(p.fonts)
	if err != nil {
		return err
	}
	var outline vg.Path
	for i, one := range pieces {
		switch one.op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				outline.Close()
			}
			outline.Move(p.at(one.via[0]))
		case sfnt.SegmentOpLineTo:
			outline.Line(p.at(one.via[0]))
		case sfnt.SegmentOpQuadTo:
			outline.QuadTo(p.at(one.via[0]), p.at(one.via[1]))
		case sfnt.SegmentOpCubeTo:
			outline.CubeTo(p.at(one.via[0]), p.at(one.via[1]), p.at(one.via[2]))
		}
	}
	outline.Close()
	opacity := l.opacity
	if opacity == 0 {
		opacity = 1
	}
	p.colour(l.colour, opacity)
	p.Fill(outline)
	return nil
}
