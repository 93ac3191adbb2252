package export

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// utf8Name is the rule for bytes that are UTF-8 already.
const utf8Name = "utf-8"

// Points a byte, for a character that is plausible, lost, and neither.
const (
	plausiblePoints   = 3
	lostPoints        = 1
	implausiblePoints = -3
)

// piece is one decoded character.
type piece struct {
	char rune
	size int  // bytes it was read from
	bad  bool // the bytes mean nothing under the rule; char is U+FFFD
}

// encodingRule is one way to read bytes as text.
type encodingRule struct {
	name string

	// next decodes the first character of text, which begins with a byte that is not
	// ASCII or with the rule's loss byte. It may look at lookahead bytes and at the
	// character that stands before. A loss byte that begins nothing is itself.
	next func(before rune, text []byte) piece

	// loss is the ASCII byte that a chain wrote for characters it could not; 0 for none.
	loss byte

	// repairs says that a character read from several bytes was recovered.
	repairs bool
}

// lookahead is the number of bytes that a rule needs to see to decode one character: the
// longest sequence and the byte after it.
const lookahead = utf8.UTFMax + 1

// chains lists what spreadsheets and database tools make of UTF-8 when they take it for
// something else, as seen in copies of the portal's exports.
func chains() []chain {
	windowsToMac := layer{read: charmap.Windows1252, saved: charmap.Macintosh}
	return []chain{
		{"utf-8 read as windows-1252, saved as macintosh", []layer{windowsToMac}, '_'},
		{"utf-8 read as windows-1252, saved as macintosh, twice", []layer{windowsToMac, windowsToMac}, '_'},
		{"utf-8 read as macintosh, saved as windows-1252",
			[]layer{{read: charmap.Macintosh, saved: charmap.Windows1252}}, '?'},
		{"utf-8 read as windows-1252, saved as ibm437",
			[]layer{{read: charmap.Windows1252, saved: charmap.CodePage437}}, '?'},
	}
}

// Encodings returns the name of every way to read an export's bytes as text, in the order
// in which they are tried; Summary.Encoding is one of them. The rule that picks it:
//
//  1. A byte order mark, or bytes that are all valid UTF-8, decide for utf-8, and the
//     text is left untouched.
//  2. Otherwise each of these decodes every run of bytes that are not ASCII, and each
//     character that comes out is judged in its place (isPlausible): 3 points a byte for
//     one that reports are written with and that makes sense there; 1 point a byte for
//     a U+FFFD that stands in the bytes, for a character known to be lost, and for any
//     other that is well-formed UTF-8; 3 points off a byte for everything else.
//  3. The highest sum wins, and the earlier of two that are equal.
//
// What the winner cannot read becomes U+FFFD and is counted in Summary.
func Encodings() []string {
	names := []string{utf8Name, "windows-1252", "macintosh"}
	for _, c := range chains() {
		names = append(names, c.name)
	}
	return names
}

func utf8Rule() encodingRule { return encodingRule{name: utf8Name, next: nextUTF8} }

// encodingRules builds every rule.
func encodingRules() []encodingRule {
	rules := []encodingRule{
		utf8Rule(),
		{name: "windows-1252", next: nextOf(charmap.Windows1252)},
		{name: "macintosh", next: nextOf(charmap.Macintosh)},
	}
	for _, c := range chains() {
		rules = append(rules, c.rule())
	}
	return rules
}

// nextOf decodes with a code page of one byte a character.
func nextOf(page *charmap.Charmap) func(rune, []byte) piece {
	return func(_ rune, text []byte) piece {
		char := page.DecodeByte(text[0])
		return piece{char: char, size: 1, bad: char == utf8.RuneError}
	}
}

// nextUTF8 decodes UTF-8. As Unicode recommends, the longest start of a sequence that is
// cut short counts as one bad character.
func nextUTF8(_ rune, text []byte) piece {
	char, size := utf8.DecodeRune(text)
	if char != utf8.RuneError || size != 1 {
		return piece{char: char, size: size}
	}
	for start := 1; start < utf8.UTFMax && start <= len(text) && !utf8.FullRune(text[:start]); start++ {
		size = start
	}
	return piece{char: utf8.RuneError, size: size, bad: true}
}

// chooseEncoding applies the rule told at Encodings.
func chooseEncoding(export io.ReadSeeker, first survey) (encodingRule, error) {
	if first.hasBOM || first.isUTF8 {
		return utf8Rule(), nil
	}
	found, err := gatherRuns(export)
	if err != nil {
		return encodingRule{}, err
	}
	return bestRule(found), nil
}

// bestRule holds the contest; see Encodings.
func bestRule(found runs) encodingRule {
	var best encodingRule
	var most int64
	for i, rule := range encodingRules() {
		var sum int64
		for around, times := range found {
			sum += times * points(rule, []byte(around))
		}
		if i == 0 || sum > most {
			best, most = rule, sum
		}
	}
	return best
}

// points judges how a rule reads a run of bytes; the first and the last byte are what
// stands around the run, 0 at the ends of the file.
func points(rule encodingRule, around []byte) int64 {
	read := []piece{{char: rune(around[0]), size: 1}}
	for at := 1; at < len(around)-1; {
		next := rule.decode(read[len(read)-1].char, around[at:])
		read = append(read, next)
		at += next.size
	}
	read = append(read, piece{char: rune(around[len(around)-1]), size: 1})

	var sum int64
	for i := 1; i < len(read)-1; i++ {
		sum += int64(read[i].size) * rule.judge(read[i-1].char, read[i], read[i+1].char)
	}
	return sum
}

// decode is next for any byte: ASCII other than the loss byte is itself.
func (e encodingRule) decode(before rune, text []byte) piece {
	if text[0] < utf8.RuneSelf && (e.loss == 0 || text[0] != e.loss) {
		return piece{char: rune(text[0]), size: 1}
	}
	return e.next(before, text)
}

// judge gives the points a byte for one character between two others.
func (e encodingRule) judge(before rune, read piece, after rune) int64 {
	switch {
	case read.char < utf8.RuneSelf:
		return 0
	case read.bad || read.char <= 0x9F:
		return implausiblePoints
	case isPlausible(before, read.char, after):
		return plausiblePoints
	case read.size > 1 && (read.char == utf8.RuneError || !e.repairs):
		return lostPoints
	default:
		return implausiblePoints
	}
}
