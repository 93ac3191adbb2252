package spark

import (
	"regexp/syntax"
	"slices"
	"strings"
)

const (
	// mostNeeded is the largest number of texts that needed returns: to look for more takes as long as the pattern.
	mostNeeded = 80
	// mostSpelled is the largest number of texts that a part of a pattern is spelled out to.
	mostSpelled = 24
	// shortestNeeded is the length in bytes from which a text is rare enough to be looked for.
	shortestNeeded = 3
)

// needed returns texts of which every match of a pattern contains at least one; nil if no such texts are known,
// or too many. A search for a text is many times faster than java.util.regex, which tries each alternative of a
// pattern at each letter.
func needed(pattern string) []string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	list := withoutLonger(partOf(parsed).best())
	if len(list) > mostNeeded {
		return nil
	}
	return list
}

// part is what is known of a part of a pattern.
type part struct {
	spelled []string // all texts that it matches; nil if there are too many
	needed  []string // every match contains one of them; nil if no such texts are known
}

// best returns what to look for to find the part; nil if nothing is known.
func (p part) best() []string { return better(p.needed, p.spelled) }

// better returns the list whose shortest text is longer; nil if each has a text that is too short.
func better(one, other []string) []string {
	a, b := shortest(one), shortest(other)
	switch {
	case max(a, b) < shortestNeeded:
		return nil
	case a > b, a == b && len(one) <= len(other):
		return one
	}
	return other
}

// shortest returns the length of the shortest of several texts; 0 if there are none.
func shortest(list []string) int {
	if len(list) == 0 {
		return 0
	}
	return len(slices.MinFunc(list, func(a, b string) int { return len(a) - len(b) }))
}

// partOf returns what is known of a pattern. Of letters whose case is ignored nothing is: they stand for too many
// texts.
func partOf(re *syntax.Regexp) part {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return part{spelled: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return part{spelled: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		return part{spelled: lettersOf(re.Rune)}
	case syntax.OpCapture:
		return partOf(re.Sub[0])
	case syntax.OpQuest:
		if spelled := partOf(re.Sub[0]).spelled; spelled != nil && len(spelled) < mostSpelled {
			return part{spelled: append(slices.Clone(spelled), "")}
		}
	case syntax.OpPlus:
		return part{needed: partOf(re.Sub[0]).best()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return part{needed: partOf(re.Sub[0]).best()}
		}
	case syntax.OpConcat:
		return inOrder(re.Sub)
	case syntax.OpAlternate:
		return either(re.Sub)
	case syntax.OpNoMatch, syntax.OpAnyCharNotNL, syntax.OpAnyChar, syntax.OpStar:
	}
	return part{}
}

// lettersOf spells out a class of ranges, each of which is two letters; nil if it has too many.
func lettersOf(ranges []rune) []string {
	var letters []string
	for i := 0; i < len(ranges); i += 2 {
		if len(letters)+int(ranges[i+1]-ranges[i]) >= mostSpelled {
			return nil
		}
		for letter := ranges[i]; letter <= ranges[i+1]; letter++ {
			letters = append(letters, string(letter))
		}
	}
	return letters
}

// inOrder returns what is known of parts that follow each other.
func inOrder(list []*syntax.Regexp) part {
	end := []string{""} // what has been spelled out since the last part that cannot be
	isWhole := true     // there was no such part
	var found []string
	for _, re := range list {
		next := partOf(re)
		if next.spelled != nil && len(end)*len(next.spelled) <= mostSpelled {
			end = joined(end, next.spelled)
			continue
		}
		isWhole = false
		found = better(better(found, end), next.best())
		end = next.spelled
		if end == nil {
			end = []string{""}
		}
	}
	if isWhole {
		return part{spelled: end}
	}
	return part{needed: better(found, end)}
}

// joined returns every text of one list with every text of another list behind it.
func joined(list, behind []string) []string {
	var all []string
	for _, one := range list {
		for _, other := range behind {
			all = append(all, one+other)
		}
	}
	return all
}

// either returns what is known of alternatives.
func either(list []*syntax.Regexp) part {
	var all part
	isSpelled, isKnown := true, true
	for _, re := range list {
		one := partOf(re)
		best := one.best()
		isSpelled, isKnown = isSpelled && one.spelled != nil, isKnown && best != nil
		all.spelled, all.needed = append(all.spelled, one.spelled...), append(all.needed, best...)
	}
	if !isSpelled || len(all.spelled) > mostSpelled {
		all.spelled = nil
	}
	if !isKnown {
		all.needed = nil
	}
	return all
}

// withoutLonger returns the texts that contain no other one of them, each once.
func withoutLonger(list []string) []string {
	var kept []string
	for i, text := range list {
		isLonger := slices.ContainsFunc(list, func(other string) bool { return other != text && strings.Contains(text, other) })
		if !isLonger && !slices.Contains(list[:i], text) {
			kept = append(kept, text)
		}
	}
	return kept
}

// holdsNeeded returns the condition that a text may hold a match of a pattern; empty if all may.
func holdsNeeded(text, pattern string) string {
	var conditions []string
	for _, one := range needed(pattern) {
		conditions = append(conditions, "contains("+text+", "+literal(one)+")")
	}
	return strings.Join(conditions, " or ")
}
