package charts

import "math"

// Corners extend beyond the radius of a circle of the same visual weight.
const (
	squareHalf    = 0.9
	diamondReach  = 1.3
	triangleReach = 1.35
)

// corners returns the outline of a symbol that is not a circle.
func (m *symbol) corners() []point {
	x, y := m.at.x, m.at.y
	switch m.style.shape {
	case square:
		const half = markRadius * squareHalf
		return []point{{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}
	case diamond:
		const reach = markRadius * diamondReach
		return []point{{x, y - reach}, {x + reach, y}, {x, y + reach}, {x - reach, y}}
	case triangle, wedge:
		const reach, low = markRadius * triangleReach, markRadius * triangleReach / 2
		side := reach * math.Sqrt(3) / 2
		if m.style.shape == wedge {
			return []point{{x, y + reach}, {x - side, y - low}, {x + side, y - low}}
		}
		return []point{{x, y - reach}, {x + side, y + low}, {x - side, y + low}}
	case circle:
	}
	return nil
}

// look returns the fill and the outline of a symbol.
func (m *symbol) look() (fill, outline colour, width float64) {
	if m.isOpen {
		return paper, m.style.colour, openOutline
	}
	return m.style.colour, paper, symbolOutline
}
