package load

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Narratives stand on pages, each on a line of its own that ends with a period, a tab, its number,
// a period and a line feed (intermediate.described_origins). A pattern that can match the end of a
// line would find words of two narratives and take them for those of one.

// leavesLine finds, as it is written, what could run over the end of a line or of a sentence.
var leavesLine = regexp.MustCompile(`\\[sWDnPC]|\(\?[^:]|\[\^(?:[^.]|$)`)

// insteadOfLeaving says what to write for what leaves a line.
const insteadOfLeaving = "write [^.] for any character, a blank for what stands between words"

// betweenEscapes is a pattern's text up to a backslash and the letter after it.
var betweenEscapes = regexp.MustCompile(`\\.|[^\\]+`)

// inLowerCase is a pattern as intermediate.rule_patterns has it: in lower case but for the letters
// after backslashes.
func inLowerCase(pattern string) string {
	return betweenEscapes.ReplaceAllStringFunc(pattern, func(piece string) string {
		if piece[0] == '\\' {
			return piece
		}
		return strings.ToLower(piece)
	})
}

// offLine parses a pattern in lower case and tells what part of it could match the end of a line;
// empty when none could. The error is that of the parser: case may change a class (Z-a, z-a).
func offLine(pattern string) (parsed *syntax.Regexp, part string, err error) {
	if parsed, err = syntax.Parse(pattern, syntax.Perl); err != nil {
		return nil, "", err
	}
	if part = lineFeedIn(parsed); part != "" {
		return parsed, part, nil
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, "", err
	}
	if crossesLine(program) {
		part = pattern
	}
	return parsed, part, nil
}

// isAnchored tells whether a pattern asks for the begin or the end of what it is looked for in: that
// is a page of narratives, so it would hold for one of thousands.
func isAnchored(parsed *syntax.Regexp) bool {
	anchors := []syntax.Op{syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText}
	return slices.Contains(anchors, parsed.Op) || slices.ContainsFunc(parsed.Sub, isAnchored)
}

// lineFeedIn is the first class or character that can match a line feed or a tab, but for classes
// of nearly everything that leave the period out, such as [^.]: they end where a sentence does.
func lineFeedIn(parsed *syntax.Regexp) string {
	if parsed.Op == syntax.OpAnyChar {
		return parsed.String()
	}
	if parsed.Op == syntax.OpLiteral {
		if i := slices.IndexFunc(parsed.Rune, isLineEnd); i >= 0 {
			return strings.Trim(strconv.Quote(string(parsed.Rune[i])), `"`)
		}
	}
	if parsed.Op == syntax.OpCharClass {
		staysInSentence := holds(parsed.Rune, unicode.MaxRune) && !holds(parsed.Rune, '.')
		if !staysInSentence && (holds(parsed.Rune, '\n') || holds(parsed.Rune, '\t')) {
			return parsed.String()
		}
	}
	for _, sub := range parsed.Sub {
		if part := lineFeedIn(sub); part != "" {
			return part
		}
	}
	return ""
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\t' }

// holds tells whether a class, which is pairs of the first and the last of a range, has a character.
func holds(class []rune, r rune) bool {
	for i := 0; i+1 < len(class); i += 2 {
		if class[i] <= r && r <= class[i+1] {
			return true
		}
	}
	return false
}

// lineEnd is what stands between two narratives, a step each; the number's digits may be many.
var lineEnd = []string{".", "\t", "0123456789", ".", "\n"}

// crossesLine tells whether a match may hold all that stands between two narratives, as one of
// "stolen.*[^.]*from" may, of which no part can alone.
func crossesLine(program *syntax.Prog) bool {
	type place struct {
		at    uint32
		steps int // of lineEnd that are behind
	}
	seen := make([]bool, len(program.Inst)*len(lineEnd))
	var waiting []place
	visit := func(at uint32, steps int) {
		if i := int(at)*len(lineEnd) + steps; !seen[i] {
			seen[i] = true
			waiting = append(waiting, place{at, steps})
		}
	}
	for at := range program.Inst {
		visit(uint32(at), 0)
	}
	for len(waiting) > 0 {
		from := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		inst := &program.Inst[from.at]
		switch inst.Op {
		case syntax.InstMatch, syntax.InstFail:
		case syntax.InstAlt, syntax.InstAltMatch:
			visit(inst.Out, from.steps)
			visit(inst.Arg, from.steps)
		case syntax.InstCapture, syntax.InstEmptyWidth, syntax.InstNop:
			visit(inst.Out, from.steps)
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			if strings.ContainsFunc(lineEnd[from.steps], inst.MatchRune) {
				if from.steps+1 == len(lineEnd) {
					return true
				}
				visit(inst.Out, from.steps+1)
			}
			if isNumber := from.steps == 3; isNumber && strings.ContainsFunc(lineEnd[2], inst.MatchRune) {
				visit(inst.Out, from.steps)
			}
		}
	}
	return false
}
