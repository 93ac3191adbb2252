package charts

import (
	"slices"
	"strings"
)

// leadingSubject is the name of a category's breaches in a title.
func leadingSubject(category string) string {
	known := map[string]string{
		"Hacking/IT Incident": "Hacking and IT incidents", "Unauthorized Access/Disclosure": "Unauthorized access and disclosure",
		"Theft": "Theft", "Loss": "Loss", "Improper Disposal": "Improper disposal",
		"Network Server": "Breaches of network servers", "Email": "Breaches of email", "Paper/Films": "Breaches of paper and films",
		"Laptop": "Breaches of laptops", "Desktop Computer": "Breaches of desktop computers",
		"Electronic Medical Record": "Breaches of medical records", "Other Portable Electronic Device": "Breaches of portable devices",
	}
	if name, isKnown := known[category]; isKnown {
		return name
	}
	const fits = 40
	if len([]rune(category)) > fits {
		return "The largest category"
	}
	return category
}

// finding states how the largest category of the newest whole year changed. It adds the largest
// category of the first whole year, if that is another one and fell.
func (g *grid) finding() string {
	from, to := g.wholeEnds()
	if from < 0 || len(g.series) < 2 {
		return ""
	}
	last, first := g.largestIn(to), g.largestIn(from)
	if last == nil || !last.breaches[from].isKnown {
		return ""
	}
	at := func(one *series, year int) when { return when{one.breaches[year].value, yearName(g.years[year])} }
	stated := trend(leadingSubject(last.name), at(last, from), at(last, to), count)
	if first == nil || first == last || from == to || !first.breaches[to].isKnown ||
		first.breaches[to].value >= first.breaches[from].value || last.breaches[to].value <= last.breaches[from].value {
		return stated
	}
	return stated + "; " + lowerFirst(leadingSubject(first.name)) + " fell from " + count(first.breaches[from].value) + " to " + count(first.breaches[to].value)
}

// wholeEnds returns the indexes of the first and the last whole year with a known category, or -1.
func (g *grid) wholeEnds() (from, to int) {
	sums := make([]number, len(g.years))
	for _, one := range g.series {
		for at, breaches := range one.breaches {
			sums[at] = sums[at].plus(breaches)
		}
	}
	from, to, _ = ends(g.years, sums, g.partial)
	return from, to
}

// largestIn returns the category with the most breaches in a year. It is nil if two tie or if there
// are no breaches. Other, Unknown, not stated, and small categories drawn as one do not count.
func (g *grid) largestIn(year int) *series {
	var top *series
	isTie := false
	for _, one := range g.series {
		if slices.Contains([]string{"Other", "Unknown", notStated}, one.name) || one.style == foldedStyle() {
			continue
		}
		switch value := one.breaches[year]; {
		case !value.isKnown || value.value <= 0:
		case top == nil || value.value > top.breaches[year].value:
			top, isTie = one, false
		case value.value == top.breaches[year].value:
			isTie = true
		}
	}
	if isTie {
		return nil
	}
	return top
}

// lowerFirst puts the first letter of a text in lower case, for use within a sentence.
func lowerFirst(text string) string {
	runes := []rune(text)
	if len(runes) > 1 && runes[0] >= 'A' && runes[0] <= 'Z' && runes[1] >= 'a' && runes[1] <= 'z' {
		runes[0] += 'a' - 'A'
	}
	return string(runes)
}

// finding states the share of the largest category. Categories of a stack exclude one another.
func (f stacks) finding() string {
	from, to := f.wholeEnds()
	if from < 0 || len(f.series) < 2 {
		return ""
	}
	top := f.largestIn(to)
	if top == nil || f.sum(to).value < fewForShare {
		return ""
	}
	plural := map[string]string{
		"Healthcare Provider": "Healthcare providers", "Health Plan": "Health plans",
		"Business Associate": "Business associates", "Healthcare Clearing House": "Healthcare clearing houses",
	}
	name, isKnown := plural[top.name]
	if !isKnown {
		name = leadingSubject(top.name)
	}
	share := func(at int) string { return percent(top.breaches[at].height() / f.sum(at).height()) }
	stated := name + " reported " + share(to) + " of the breaches of " + yearName(f.years[to])
	if from == to || f.sum(from).value < fewForShare {
		return stated
	}
	if share(from) == share(to) {
		return stated + ", as in " + yearName(f.years[from])
	}
	how := ", up from "
	if top.breaches[to].height()/f.sum(to).height() < top.breaches[from].height()/f.sum(from).height() {
		how = ", down from "
	}
	return stated + how + share(from) + " in " + yearName(f.years[from])
}

// finding starts with the paper that the figure reproduces.
func (f study) finding() string {
	stated := f.grid.finding()
	if f.counting == "" {
		stated = f.stacks.finding()
	}
	if stated == "" {
		return ""
	}
	return "McCoy and Perlis 2018: " + strings.TrimSpace(lowerFirst(stated))
}
