package charts

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
)

// encodePrint paints a drawing for print. A unit has perUnit points. The file states its dots per
// inch.
func encodePrint(drawn *drawing, perUnit float64, dpi int) ([]byte, error) {
	pixels := perUnit * float64(dpi) / perInch // in a unit
	on := newCanvas(int(math.Round(drawn.across*pixels)), int(math.Ceil(drawn.down*pixels)), pixels)
	on.fonts = drawn.fonts
	on.clear()
	for _, one := range drawn.marks {
		one.paint(on)
	}
	encoded, err := on.encode()
	if err = cmp.Or(on.err, err); err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	return withResolution(encoded, dpi), nil
}

// withResolution inserts a pHYs chunk after the header of a PNG (PNG, third edition, section
// 11.3.4.3).
func withResolution(encoded []byte, dpi int) []byte {
	const header, metersPerInch = 8 + 25, 0.0254
	perMeter := uint32(math.Round(float64(dpi) / metersPerInch))
	content := binary.BigEndian.AppendUint32(nil, perMeter)
	content = binary.BigEndian.AppendUint32(content, perMeter)
	content = append(content, 1) // unit: metre
	made := appendChunk(append([]byte{}, encoded[:header]...), "pHYs", content)
	return append(made, encoded[header:]...)
}
