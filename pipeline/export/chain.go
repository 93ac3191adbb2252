package export

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// layer is one mistake: bytes were read in one code page and saved in another.
type layer struct{ read, saved *charmap.Charmap }

// chain is UTF-8 text damaged by one or more layers. A byte that a code page does not define, as
// windows-1252 does not define 9D, passes each layer unchanged, as it did in the files seen.
type chain struct {
	name   string
	layers []layer
	loss   byte // the byte written for characters that the code page lacks
}

// spell returns the bytes that the chain makes of a character.
func (c chain) spell(char rune) []byte {
	spelled := []byte(string(char))
	for _, mistake := range c.layers {
		for i, b := range spelled {
			seen := mistake.read.DecodeByte(b)
			if seen == utf8.RuneError {
				seen = rune(b) // not defined in the code page
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

// spelledRanges are the characters that can be recovered from a chain: Latin scripts, punctuation,
// currency, letterlike symbols, arrows, mathematics and shapes.
func spelledRanges() [][2]rune {
	return [][2]rune{{0x80, 0x24F}, {0x2000, 0x25FF}, {utf8.RuneError, utf8.RuneError}}
}

// spellings maps bytes in the file to the characters of which the chain makes them.
type spellings map[string][]rune

// rule returns the rule that undoes the chain. It computes what the chain makes of every character,
// and looks up the bytes of a text, longest match first.
//
// If only one character has these bytes, and none of them is the loss byte, it is that character.
// If there are several, or a byte was lost, it is the only one that makes sense between its
// neighbours. If not exactly one does, it is U+FFFD; nothing is guessed. Bytes that are all loss
// bytes are U+FFFD between two letters, where no question mark makes sense, and unchanged
// elsewhere.
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
	const shortest, longest = 2, 3 // lengths in UTF-8 of the characters in spelledRanges
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
			after = utf8.RuneError // not decoded yet; counts as neither letter nor blank
		}
		char := settle(characters, bytes.IndexByte(spelled, loss) >= 0, before, after)
		return piece{char: char, size: size}
	}
	if text[0] == loss {
		return piece{char: rune(loss), size: 1}
	}
	return piece{char: utf8.RuneError, size: 1, bad: true}
}

// settle picks the character that bytes stand for, or U+FFFD; see chain.rule.
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

// isInside reports whether letters are on both sides.
func isInside(before, after rune) bool {
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}
