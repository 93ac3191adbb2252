package charts

import (
	"slices"
	"time"
)

// Event is something that happened and that explains what a chart over years shows.
type Event struct {
	// On is the day on which it happened.
	On time.Time
	// Short is the word or two that a chart writes, What a full sentence, Source its source.
	Short, What, Source string
	// Charts are the names of the charts that draw the event as a line.
	Charts []string
	// Entity is the entity that reported the breach, as in the list; empty if the event is not a
	// breach.
	Entity string
}

// mostEvents is the largest number of event lines in a chart.
const mostEvents = 3

// eventsOf returns the events that a chart draws as lines, oldest first.
func eventsOf(chart string, all []Event) []Event {
	var drawn []Event
	for _, one := range all {
		if slices.Contains(one.Charts, chart) {
			drawn = append(drawn, one)
		}
	}
	slices.SortStableFunc(drawn, func(a, b Event) int { return a.On.Compare(b.On) })
	return drawn[:min(len(drawn), mostEvents)]
}

// name is the text beside a line, such as Omnibus Rule 2013.
func (e Event) name() string { return oneLine(e.Short) + " " + yearName(int64(e.On.Year())) }

// full is the tooltip of an event.
func (e Event) full() string {
	return oneLine(e.What) + " " + e.On.Format("2 January 2006") + ". Source: " + oneLine(e.Source) + "."
}

const (
	eventColour = greyUnknown
	eventRows   = 4 // heights that are tried for a name
	eventRoom   = 3
)

// contextLines draws events as thin vertical lines, from the top of the plot down to the marks,
// each with its name beside it. An event is left out if there is no room for its name. floor
// returns the height at which the marks of a year begin.
func (s *drawing) contextLines(over years, top float64, floor func(at int) float64) {
	for _, one := range s.events {
		at := slices.Index(over.all, int64(one.On.Year()))
		if at < 0 {
			continue
		}
		x := over.left + over.slot()*(float64(at)+float64(one.On.YearDay()-1)/366)
		x = float64(int(x)) + gridStroke/2.0
		for row := range eventRows {
			if s.contextLine(one, over, point{x, top + line*float64(row)}, floor) {
				break
			}
		}
	}
}

// contextLine draws one event with its name at a height, if there is room on either side of the
// line.
func (s *drawing) contextLine(one Event, over years, from point, floor func(at int) float64) bool {
	foot := s.lowest(over, box{from.x - 1, from.y, from.x + 1, from.y}, floor)
	for _, side := range []anchor{atStart, atEnd} {
		name := label{
			at: point{from.x + eventRoom, from.y + labelSize*ascent}, text: one.name(), size: labelSize, colour: muted,
			anchor: side, full: one.full(),
		}
		if side == atEnd {
			name.at.x = from.x - eventRoom
		}
		area := s.extent(name)
		if area.left < over.left || !s.isFree(area.wider(1)) || s.lowest(over, area, floor) < area.bottom+1 || foot < area.bottom {
			continue
		}
		for _, other := range s.taken {
			if other.left < from.x+1 && other.right > from.x-1 && other.top >= area.top {
				foot = min(foot, other.top)
			}
		}
		s.halo(area)
		s.label(name)
		if foot-from.y > labelSize {
			s.line(stroke{points: []point{from, {from.x, foot - 2}}, colour: eventColour, width: leaderStroke})
			s.take(box{from.x - 1, from.y, from.x + 1, foot - 2})
		}
		return true
	}
	return false
}

// lowest returns the height of the highest mark in the years that an area spans.
func (s *drawing) lowest(over years, area box, floor func(at int) float64) float64 {
	lowest := floor(0)
	isFirst := true
	for at := range over.all {
		left, right := over.bar(at)
		if right < area.left-1 || left > area.right+1 {
			continue
		}
		if y := floor(at); isFirst || y < lowest {
			lowest, isFirst = y, false
		}
	}
	if isFirst {
		for at := range over.all {
			lowest = max(lowest, floor(at))
		}
	}
	return lowest
}
