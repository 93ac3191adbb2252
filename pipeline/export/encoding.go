package export

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// utf8Name is the name of the rule for UTF-8.
const utf8Name = "utf-8"

// Points per byte for a plausible character, a lost one, and an implausible one.
const (
	plausiblePoints   = 3
	lostPoints        = 1
	implausiblePoints = -3
)

// piece is one decoded character.
type piece struct {
	char rune
	size int  // number of bytes it was read from
	bad  bool // the bytes are invalid under the rule; char is U+FFFD
}

// encodingRule is one way to read bytes as text.
type encodingRule struct {
	name string

	// next decodes the first character of text, whose first byte is not ASCII or is the loss byte.
	// It may use the character before and lookahead bytes. A loss byte that starts no damaged
	// character stands for itself.
	next func(before rune, text []byte) piece

	// loss is the ASCII byte that a chain writes for characters that it loses; 0 for none.
	loss byte

	// repairs: a character that is read from several bytes counts as recovered.
	repairs bool
}

// lookahead is the number of bytes that a rule needs to decode one character: the longest sequence
// and the byte after it.
const lookahead = utf8.UTFMax + 1

// chains are the ways in which spreadsheets and database tools damage UTF-8 by taking it for
// another encoding, as seen in copies of the portal's exports.
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

// Encodings returns the names of all rules for decoding an export, in the order in which they are
// tried. [Summary].Encoding is one of them. The rule is chosen as follows:
//
//  1. With a byte order mark, or if all bytes are valid UTF-8, it is utf-8, and the text is not
//     changed.
//  2. Otherwise each rule decodes every run of bytes that are not ASCII, and each character is
//     judged by its neighbours (isPlausible). It scores 3 points per byte if reports use it and it
//     makes sense there. It scores 1 point per byte if it is a U+FFFD in the file, a character
//     known to be lost, or any other well-formed UTF-8 character. Anything else costs 3 points per
//     byte.
//  3. The rule with the highest sum is used; the first of equal ones.
//
// Characters that the chosen rule cannot read become U+FFFD and are counted in [Summary].
func Encodings() []string {
	names := []string{utf8Name, "windows-1252", "macintosh"}
	for _, c := range chains() {
		names = append(names, c.name)
	}
	return names
}

func utf8Rule() encodingRule { return encodingRule{name: utf8Name, next: nextUTF8} }

// encodingRules returns every rule.
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

// nextOf decodes a code page with one byte for each character.
func nextOf(codePage *charmap.Charmap) func(rune, []byte) piece {
	return func(_ rune, text []byte) piece {
		char := codePage.DecodeByte(text[0])
		return piece{char: char, size: 1, bad: char == utf8.RuneError}
	}
}

// nextUTF8 decodes UTF-8. As Unicode recommends, the longest valid start of an incomplete sequence
// counts as one bad character.
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

// chooseEncoding chooses a rule as described at [Encodings].
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

// bestRule returns the rule with the most points; see [Encodings].
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

// points returns the points of a rule for a run of bytes. The first and the last byte of around are
// those beside the run, 0 at the ends of the file.
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

// decode decodes the first character of any text. ASCII other than the loss byte is unchanged.
func (e encodingRule) decode(before rune, text []byte) piece {
	if text[0] < utf8.RuneSelf && (e.loss == 0 || text[0] != e.loss) {
		return piece{char: rune(text[0]), size: 1}
	}
	return e.next(before, text)
}

// judge returns the points per byte for a character between two others.
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
