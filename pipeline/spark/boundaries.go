package spark

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// kind says which letters may stand at one end of a match.
type kind int

const (
	unknown kind = iota // any, or none
	word                // one of asciiWord
	other               // one that is not
)

// end is one end of a match.
type end int

const (
	first end = iota
	last
)

// writeBoundary writes the boundary of a word between letters of known kinds. The fewer sides Java has to look at, the
// faster it is.
func writeBoundary(out *strings.Builder, before, after kind) {
	switch {
	case after == word:
		out.WriteString("(?<!" + asciiWord + ")")
	case after == other:
		out.WriteString("(?<=" + asciiWord + ")")
	case before == word:
		out.WriteString("(?!" + asciiWord + ")")
	case before == other:
		out.WriteString("(?=" + asciiWord + ")")
	default:
		out.WriteString("(?:(?<!" + asciiWord + ")(?=" + asciiWord + ")|(?<=" + asciiWord + ")(?!" + asciiWord + "))")
	}
}

// beside returns the kind of the letter at one end of parts that follow each other.
func beside(list []*syntax.Regexp, at end) kind {
	for i := range list {
		re := list[i]
		if at == last {
			re = list[len(list)-1-i]
		}
		switch re.Op {
		case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		default:
			return kindOf(re, at)
		}
	}
	return unknown
}

// kindOf returns the kind of the letter at one end of what a part of a pattern matches.
func kindOf(re *syntax.Regexp, at end) kind {
	switch re.Op {
	case syntax.OpLiteral:
		letter := re.Rune[0]
		if at == last {
			letter = re.Rune[len(re.Rune)-1]
		}
		letters := []rune{letter, letter}
		if re.Flags&syntax.FoldCase != 0 {
			for same := unicode.SimpleFold(letter); same != letter; same = unicode.SimpleFold(same) {
				letters = append(letters, same, same)
			}
		}
		return kindOfClass(letters)
	case syntax.OpCharClass:
		return kindOfClass(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return kindOf(re.Sub[0], at)
	case syntax.OpRepeat:
		if re.Min > 0 {
			return kindOf(re.Sub[0], at)
		}
	case syntax.OpConcat:
		return beside(re.Sub, at)
	case syntax.OpAlternate:
		all := kindOf(re.Sub[0], at)
		for _, sub := range re.Sub[1:] {
			if kindOf(sub, at) != all {
				return unknown
			}
		}
		return all
	case syntax.OpNoMatch, syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpAnyCharNotNL, syntax.OpAnyChar, syntax.OpStar, syntax.OpQuest:
	}
	return unknown
}

// kindOfClass returns the kind of the letters of a class of ranges, each of which is two letters.
func kindOfClass(ranges []rune) kind {
	all := unknown
	for i := 0; i < len(ranges); i += 2 {
		one := kindOfRange(ranges[i], ranges[i+1])
		if one == unknown || all != unknown && one != all {
			return unknown
		}
		all = one
	}
	return all
}

func kindOfRange(from, to rune) kind {
	for _, words := range []struct{ from, to rune }{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}} {
		switch {
		case words.from <= from && to <= words.to:
			return word
		case from <= words.to && words.from <= to:
			return unknown
		}
	}
	return other
}
