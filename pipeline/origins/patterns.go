package origins

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// words are what {person} and {device} stand for in a pattern.
type words struct{ person, device string }

// wordsOf finds the words among the rows of a table; a word without a row is blank.
func wordsOf(rows []ruleRow) (w words) {
	for _, row := range rows {
		switch {
		case row.looksAt() != "word":
		case row.cells["rule"] == "person":
			w.person = row.cells["pattern"]
		case row.cells["rule"] == "device":
			w.device = row.cells["pattern"]
		}
	}
	return w
}

// fill puts the words into a pattern.
func (w words) fill(pattern string) string {
	return strings.NewReplacer("{person}", w.person, "{device}", w.device).Replace(pattern)
}

// compile is a pattern as a macro has it: with its words, in lower case, its groups keeping nothing.
func (w words) compile(pattern string) string { return withoutGroups(inLowerCase(w.fill(pattern))) }

// betweenEscapes is a pattern's text up to a backslash and the letter after it.
var betweenEscapes = regexp.MustCompile(`\\.|[^\\]+`)

// inLowerCase is a pattern in lower case but for the letters after backslashes: \S is not \s.
func inLowerCase(pattern string) string {
	return betweenEscapes.ReplaceAllStringFunc(pattern, func(piece string) string {
		if piece[0] == '\\' {
			return piece
		}
		return strings.ToLower(piece)
	})
}

// patternTokens are the tokens of a pattern: an escape, a class in brackets, the begin of a group with
// flags, or one character.
var patternTokens = regexp.MustCompile(`(?s)\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?|.`)

// withoutGroups makes every group (…) of a pattern one that keeps nothing, (?:…): what a group holds
// RE2 finds by a second, slower way. A parenthesis after a backslash or in brackets is no group.
func withoutGroups(pattern string) string {
	return patternTokens.ReplaceAllStringFunc(pattern, func(token string) string {
		if token == "(" {
			return "(?:"
		}
		return token
	})
}

// mayBeEmpty reports whether a pattern may match no characters, as x* and \b do.
func mayBeEmpty(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpStar, syntax.OpQuest:
		return true
	case syntax.OpRepeat:
		return re.Min == 0 || mayBeEmpty(re.Sub[0])
	case syntax.OpCapture, syntax.OpPlus, syntax.OpConcat:
		return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !mayBeEmpty(sub) })
	case syntax.OpAlternate:
		return slices.ContainsFunc(re.Sub, mayBeEmpty)
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpNoMatch:
	}
	return false
}
