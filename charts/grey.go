package charts

import "math"

// greys maps the colours of categories to greys, for drawings without colour. Neighbours in a stack
// differ clearly in lightness, and no two greys are equal.
func greys() map[colour]colour {
	return map[colour]colour{
		blue: 0x525252, vermillion: 0x969696, orange: 0xC1C1C1, green: 0x2D2D2D, skyBlue: 0xD0D0D0, purple: 0x727272, black: 0x000000,
		greyOther: 0x848484, greyUnknown: 0xA9A9A9, greyNotStated: 0xDEDEDE, 0xA8A8A8: 0xB5B5B5,
	}
}

// toGrey replaces all colours by greys.
func (s *drawing) toGrey() {
	known := greys()
	for from, to := range greys() {
		known[from.pale()] = to.pale()
		known[from.mix(paper, medianPale)] = to.mix(paper, medianPale)
		known[from.mix(paper, 0.5)] = to.mix(paper, 0.5)
	}
	convert := func(of colour) colour {
		if grey, isKnown := known[of]; isKnown {
			return grey
		}
		return of.grey()
	}
	for _, one := range s.marks {
		switch one := one.(type) {
		case *bar:
			one.fill = convert(one.fill)
		case *stroke:
			if one.colour == gridTo {
				continue
			}
			one.colour = convert(one.colour)
		case *symbol:
			one.style.colour = convert(one.style.colour)
		case *label:
			if one.colour != paper {
				one.colour = one.colour.grey()
			}
		}
	}
}

// grey returns the grey of the same luminance.
func (c colour) grey() colour {
	light := c.luminance()
	level := 12.92 * light
	if light > 0.0031308 {
		level = 1.055*math.Pow(light, 1/2.4) - 0.055
	}
	value := colour(math.Round(max(0, min(1, level)) * 255))
	return value<<16 | value<<8 | value
}
