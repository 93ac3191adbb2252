package spark

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// patterns write SQL about patterns for Spark, which reads them as java.util.regex does.
type patterns struct{}

// Literal is a text as a constant.
func (patterns) Literal(text string) string { return literal(text) }

// Null is the null of a text.
func (patterns) Null() string { return "cast(null as string)" }

// Call is the name by which a function is called.
func (patterns) Call(function string) string { return functionName(function) }

// Found is the condition that a pattern is found in a text.
func (patterns) Found(text, pattern string) string {
	found := fmt.Sprintf("%s rlike %s", text, literal(java(pattern)))
	if may := holdsNeeded(text, pattern); may != "" {
		return fmt.Sprintf("(%s) and %s", may, found)
	}
	return found
}

// First is what a pattern finds first in a text; null of null.
func (patterns) First(text, pattern string) string {
	first := fmt.Sprintf("regexp_extract(%s, %s, 0)", text, literal(java(pattern)))
	if may := holdsNeeded(text, pattern); may != "" {
		return fmt.Sprintf("case when not (%s) then '' else %s end", may, first)
	}
	return first
}

// Replaced is a text with by in place of what a pattern finds first. Spark replaces all that it finds, so the
// pattern takes all that is before the first, and from the beginning of the text.
func (patterns) Replaced(text, pattern, by string) string {
	by = strings.NewReplacer(`\`, `\\`, "$", `\$`).Replace(by)
	return fmt.Sprintf("regexp_replace(%s, %s, %s)", text, literal(`\A((?s:.*?))(?:`+java(pattern)+")"), literal("$1"+by))
}

// asciiWord are the characters beside which RE2 sees the boundary of a word: 0-9, A-Z, a-z and _. Java's own \b sees it
// beside others too. Java compiles \w to one comparison, and ranges to one for each.
const asciiWord = `\w`

// java is the pattern of java.util.regex that matches what an RE2 pattern matches. Flags and named classes
// are resolved into the characters that they stand for, so nothing depends on what Java takes them for. A
// pattern that is none gives one that matches nothing: those of rules were compiled before.
func java(pattern string) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return `(?!)`
	}
	var out strings.Builder
	writeJava(&out, parsed)
	return out.String()
}

func writeJava(out *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpNoMatch:
		out.WriteString(`(?!)`)
	case syntax.OpEmptyMatch:
		out.WriteString(`(?:)`)
	case syntax.OpLiteral:
		for _, letter := range re.Rune {
			out.WriteString(javaLetter(letter, re.Flags&syntax.FoldCase != 0))
		}
	case syntax.OpCharClass:
		writeClass(out, re.Rune)
	case syntax.OpAnyCharNotNL:
		out.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		out.WriteString(`(?s:.)`)
	case syntax.OpBeginLine:
		out.WriteString(`(?:(?<=\n)|\A)`)
	case syntax.OpEndLine:
		out.WriteString(`(?=\n|\z)`)
	case syntax.OpBeginText:
		out.WriteString(`\A`)
	case syntax.OpEndText:
		out.WriteString(`\z`)
	case syntax.OpWordBoundary:
		writeBoundary(out, unknown, unknown)
	case syntax.OpNoWordBoundary:
		fmt.Fprintf(out, "(?:(?<=%[1]s)(?=%[1]s)|(?<!%[1]s)(?!%[1]s))", asciiWord)
	case syntax.OpCapture:
		out.WriteString("(")
		writeJava(out, re.Sub[0])
		out.WriteString(")")
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		out.WriteString("(?:")
		writeJava(out, re.Sub[0])
		out.WriteString(")" + repeated(re))
	case syntax.OpConcat:
		for i, sub := range re.Sub {
			if sub.Op == syntax.OpWordBoundary {
				writeBoundary(out, beside(re.Sub[:i], last), beside(re.Sub[i+1:], first))
				continue
			}
			writeJava(out, sub)
		}
	case syntax.OpAlternate:
		for i, sub := range re.Sub {
			out.WriteString([]string{"(?:", "|"}[min(i, 1)])
			writeJava(out, sub)
		}
		out.WriteString(")")
	}
}

// repeated is how often what stands before is matched.
func repeated(re *syntax.Regexp) string {
	often := map[syntax.Op]string{syntax.OpStar: "*", syntax.OpPlus: "+", syntax.OpQuest: "?"}[re.Op]
	switch {
	case re.Op != syntax.OpRepeat:
	case re.Max < 0:
		often = fmt.Sprintf("{%d,}", re.Min)
	default:
		often = fmt.Sprintf("{%d,%d}", re.Min, re.Max)
	}
	if re.Flags&syntax.NonGreedy != 0 {
		often += "?"
	}
	return often
}

// javaLetter is a letter, or all that are the same without their case.
func javaLetter(letter rune, isBlind bool) string {
	same := []rune{letter, letter}
	if isBlind {
		for other := unicode.SimpleFold(letter); other != letter; other = unicode.SimpleFold(other) {
			same = append(same, other, other)
		}
	}
	if len(same) == 2 {
		return javaRune(letter)
	}
	var out strings.Builder
	writeClass(&out, same)
	return out.String()
}

// writeClass writes a class of ranges, each of which is two letters. Java compares with all but a few letters by one
// comparison for each range, with the few by one for all.
func writeClass(out *strings.Builder, ranges []rune) {
	switch n := len(ranges); {
	case slices.Equal(ranges, []rune("09AZ__az")):
		out.WriteString(asciiWord)
		return
	case n > 2 && ranges[0] == 0 && ranges[n-1] == unicode.MaxRune:
		out.WriteString("[^")
		for i := 1; i < n-1; i += 2 {
			writeRange(out, ranges[i]+1, ranges[i+1]-1)
		}
		out.WriteString("]")
		return
	}
	out.WriteString("[")
	for i := 0; i < len(ranges); i += 2 {
		writeRange(out, ranges[i], ranges[i+1])
	}
	out.WriteString("]")
}

func writeRange(out *strings.Builder, from, to rune) {
	out.WriteString(javaRune(from))
	if to > from {
		out.WriteString("-" + javaRune(to))
	}
}

// javaRune is a letter that means itself, also in a class.
func javaRune(letter rune) string {
	if letter < 0x80 && isWordByte(byte(letter)) || letter == ' ' {
		return string(letter)
	}
	return fmt.Sprintf(`\x{%X}`, letter)
}
