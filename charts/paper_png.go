package charts

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
)

// encodePrint paints a drawing for print; a unit is so many points, and the file says how many dots an
// inch has.
func encodePrint(drawn *sheet, perUnit float64, dpi int) ([]byte, error) {
	pixels := perUnit * float64(dpi) / perInch // of a unit
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

// withResolution puts the chunk pHYs behind the header of a PNG (PNG, third edition, section 11.3.4.3).
func withResolution(encoded []byte, dpi int) []byte {
	const header, metersPerInch = 8 + 25, 0.0254
	perMeter := uint32(math.Round(float64(dpi) / metersPerInch))
	content := binary.BigEndian.AppendUint32(nil, perMeter)
	content = binary.BigEndian.AppendUint32(content, perMeter)
	content = append(content, 1) // the unit is a metre
	made := appendChunk(append([]byte{}, encoded[:header]...), "pHYs", content)
	return append(made, encoded[header:]...)
}
