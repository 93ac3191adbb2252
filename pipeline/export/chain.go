package export

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// layer is one mistake: bytes were read with one code page and saved with another.
type layer struct{ read, saved *charmap.Charmap }

// chain is UTF-8 that went through one or more layers. A byte that a code page leaves free,
// as windows-1252 does with 9D, passes every layer unchanged, as it did in the files.
type chain struct {
	name   string
	layers []layer
	loss   byte // what was written for a character that the code page has not
}

// spell returns the bytes that a character became in the chain.
func (c chain) spell(char rune) []byte {
	spelled := []byte(string(char))
	for _, mistake := range c.layers {
		for i, b := range spelled {
			seen := mistake.read.DecodeByte(b)
			if seen == utf8.RuneError {
				seen = rune(b) // a byte that the code page leaves free
			}
			saved, found := mistake.saved.EncodeRune(seen)
			switch {
			case found:
				spelled[i] = saved
			case seen <= 0x9F:
				spelled[i] = byte(seen)
			default:
				spelled[i] = c.loss
			}
		}
	}
	return spelled
}

// spelledRanges are the characters that a chain is looked for in: the Latin scripts,
// punctuation, currency, letterlike symbols, arrows, mathematics and shapes.
func spelledRanges() [][2]rune {
	return [][2]rune{{0x80, 0x24F}, {0x2000, 0x25FF}, {utf8.RuneError, utf8.RuneError}}
}

// spellings maps the bytes that characters become to the characters that become them.
type spellings map[string][]rune

// rule builds the way back: every character is spelled as the chain would, and the bytes
// of a text are looked up, the longest spelling first.
//
// A spelling that only one character has, with nothing lost in it, is that character. Of
// several, or where a byte was lost, it is the one that makes sense in its place; if
// there is not exactly one, the character is U+FFFD: which it was is never guessed.
// A spelling of nothing but loss bytes counts between two letters, where no question
// mark stands, and is U+FFFD.
func (c chain) rule() encodingRule {
	known := make(spellings)
	for _, span := range spelledRanges() {
		for char := span[0]; char <= span[1]; char++ {
			spelled := string(c.spell(char))
			known[spelled] = append(known[spelled], char)
		}
	}
	return encodingRule{name: c.name, loss: c.loss, repairs: true, next: func(before rune, text []byte) piece {
		return known.next(c.loss, before, text)
	}}
}

// next decodes one character; see chain.rule.
func (s spellings) next(loss byte, before rune, text []byte) piece {
	const shortest, longest = 2, 3 // bytes of UTF-8 that the characters looked for have
	for size := min(longest, len(text)); size >= shortest; size-- {
		spelled := text[:size]
		characters, found := s[string(spelled)]
		if !found {
			continue
		}
		after := edge
		if size < len(text) {
			after = rune(text[size])
		}
		if bytes.Count(spelled, []byte{loss}) == size {
			if unicode.IsLetter(before) && after < utf8.RuneSelf && unicode.IsLetter(after) {
				return piece{char: utf8.RuneError, size: size}
			}
			continue
		}
		if after >= utf8.RuneSelf {
			after = utf8.RuneError // not decoded yet: neither letter nor blank
		}
		char := settle(characters, bytes.IndexByte(spelled, loss) >= 0, before, after)
		return piece{char: char, size: size}
	}
	if text[0] == loss {
		return piece{char: rune(loss), size: 1}
	}
	return piece{char: utf8.RuneError, size: 1, bad: true}
}

// settle picks the character that a spelling stands for, or U+FFFD.
func settle(characters []rune, isLossy bool, before, after rune) rune {
	if len(characters) == 1 && !isLossy {
		return characters[0]
	}
	settled := utf8.RuneError
	for _, char := range characters {
		if !isPlausible(before, char, after) || isExpectedLetter(char) && !isInside(before, after) {
			continue
		}
		if settled != utf8.RuneError {
			return utf8.RuneError
		}
		settled = char
	}
	return settled
}

// isInside says whether letters stand on both sides.
func isInside(before, after rune) bool {
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}
