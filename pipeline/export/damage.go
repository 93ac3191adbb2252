package export

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// damagedIn counts the damaged characters of a value; see [Summary].DamagedCharacters.
func damagedIn(value string) int64 {
	var damaged int64
	for at := 0; at < len(value); {
		if value[at] < utf8.RuneSelf {
			at++
			continue
		}
		if size := mojibake(value[at:]); size > 0 {
			damaged++
			at += size
			continue
		}
		char, size := utf8.DecodeRuneInString(value[at:])
		if char == utf8.RuneError || char <= 0x9F {
			damaged++
		}
		at += size
	}
	return damaged
}

// mojibake returns the length in bytes of the mojibake at the start of text, or 0: the UTF-8 bytes
// of one character, each shown as a windows-1252 character.
func mojibake(text string) int {
	var form [utf8.UTFMax]byte
	n := 0
	for size, char := range text {
		if n > 0 && utf8.FullRune(form[:n]) {
			return soundMojibake(form[:n], size)
		}
		if n == len(form) {
			return 0
		}
		b, found := charmap.Windows1252.EncodeRune(char)
		switch {
		case found:
		case char >= 0x80 && char <= 0x9F:
			b = byte(char)
		default:
			return 0
		}
		if b < utf8.RuneSelf {
			return 0
		}
		form[n] = b
		n++
	}
	return soundMojibake(form[:n], len(text))
}

// soundMojibake returns size if the bytes are the UTF-8 form of a character that was clearly meant,
// else 0.
func soundMojibake(form []byte, size int) int {
	meant, length := utf8.DecodeRune(form)
	if length != len(form) || length == 1 {
		return 0
	}
	if meant == utf8.RuneError || meant <= 0x9F || isExpected(meant) {
		return size
	}
	return 0
}
