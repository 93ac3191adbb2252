package origins

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// words are the patterns that {person} and {device} stand for.
type words struct{ person, device string }

// wordsOf finds the words among the rows of a table. A word without a row is empty.
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

// fill replaces the words in a pattern.
func (w words) fill(pattern string) string {
	return strings.NewReplacer("{person}", w.person, "{device}", w.device).Replace(pattern)
}

// compile returns a pattern in the form for macros: with its words, in lower case, without capture
// groups.
func (w words) compile(pattern string) string { return withoutGroups(inLowerCase(w.fill(pattern))) }

// betweenEscapes matches an escape, or text up to the next one.
var betweenEscapes = regexp.MustCompile(`\\.|[^\\]+`)

// inLowerCase puts a pattern in lower case except the letters after backslashes: \S is not \s.
func inLowerCase(pattern string) string {
	return betweenEscapes.ReplaceAllStringFunc(pattern, func(piece string) string {
		if piece[0] == '\\' {
			return piece
		}
		return strings.ToLower(piece)
	})
}

// patternTokens matches the tokens of a pattern: an escape, a class in brackets, the start of a
// group with flags, or one character.
var patternTokens = regexp.MustCompile(`(?s)\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?|.`)

// withoutGroups turns every group (…) into a group that captures nothing, (?:…), because RE2 uses a
// slower method for captures. A parenthesis after a backslash or in brackets is not a group.
func withoutGroups(pattern string) string {
	return patternTokens.ReplaceAllStringFunc(pattern, func(token string) string {
		if token == "(" {
			return "(?:"
		}
		return token
	})
}

// mostAlternatives is how many alternatives are looked for one at a time. More take as long as the
// whole pattern.
const mostAlternatives = 4

// reachesOn matches what may hold in later alternatives too: a group that sets flags, or a quote.
var reachesOn = regexp.MustCompile(`\(\?[^:]|\\Q`)

// alternative is a pattern, and a text that is in every match of it; empty where the database looks
// for it by itself.
type alternative struct{ needs, pattern string }

// alternatives returns patterns that together match the texts that a pattern matches. These are its
// alternatives, if they are few and each begins with at least three given letters, perhaps after a word
// boundary: to look for these letters first is several times faster than to try a pattern
// everywhere. Otherwise it is the pattern alone. The pattern must be valid.
func alternatives(pattern string) []alternative {
	list, depth := []string{""}, 0
	for _, token := range patternTokens.FindAllString(pattern, -1) {
		switch {
		case token == "(" || token == "(?":
			depth++
		case token == ")":
			depth--
		case token == "|" && depth == 0:
			list = append(list, "")
			continue
		}
		list[len(list)-1] += token
	}
	if len(list) > mostAlternatives || reachesOn.MatchString(pattern) {
		return []alternative{{pattern: pattern}}
	}
	var found []alternative
	for _, one := range list {
		inner, isWord := strings.CutPrefix(one, `\b`)
		needs, _ := regexp.MustCompile(inner).LiteralPrefix()
		switch {
		case len(needs) < 3:
			return []alternative{{pattern: pattern}}
		case !isWord:
			// RE2 looks for the letters of a beginning by itself.
			needs = ""
		}
		found = append(found, alternative{needs, one})
	}
	return found
}

// mayBeEmpty reports whether a pattern can match the empty text, as x* and \b do.
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
