package export

import (
	"strings"
	"unicode"
)

// place is where in a text a punctuation mark makes sense.
type place uint8

const (
	none place = iota // nowhere
	anywhere
	opening        // directly before something
	closing        // directly after something
	apostrophe     // at the end of a word, or in one as in it’s, we’re, O’Brien
	dash           // with blanks on both sides or on neither
	ellipsis       // not directly before a letter
	afterWord      // directly after a letter, a digit or ) .
	afterDigit     // after a digit or a blank
	notAfterWord   // not directly after a letter or a digit
	notAfterLetter // not directly after a letter
	outsideWords   // beside no letter
	beforeDigit    // directly before a digit
)

// markPlace returns where a punctuation mark that reports use makes sense. It is none for every
// other character, ASCII and letters included.
func markPlace(r rune) place {
	switch r {
	case '\u00A0': // no-break space
		return anywhere
	case '‘', '“':
		return opening
	case '”':
		return closing
	case '’', '´':
		return apostrophe
	case '–', '—':
		return dash
	case '…':
		return ellipsis
	case '®', '™':
		return afterWord
	case '°':
		return afterDigit
	case '•', '·':
		return notAfterWord
	case '§', '¶', '©':
		return notAfterLetter
	case '¼', '½', '¾':
		return outsideWords
	case '£', '€':
		return beforeDigit
	}
	return none
}

// expectedLetters are the letters, beyond ASCII, of the languages of names in the reports.
const expectedLetters = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßŒœŠšŽžŸ"

// edge stands for the missing neighbour at the start or the end of the file.
const edge rune = 0

// isExpected reports whether reports use the character at all.
func isExpected(r rune) bool {
	return markPlace(r) != none || isExpectedLetter(r)
}

func isExpectedLetter(r rune) bool {
	return r >= 0xC0 && r <= 0x17E && strings.ContainsRune(expectedLetters, r)
}

// isPlausible reports whether a character that is not ASCII makes sense between its two neighbours.
func isPlausible(before, r, after rune) bool {
	if isExpectedLetter(r) {
		return isInWord(before, r, after)
	}
	switch markPlace(r) {
	case anywhere:
		return true
	case opening:
		return !isBlank(after)
	case closing:
		return !isBlank(before)
	case apostrophe:
		return isApostrophe(before, after)
	case dash:
		return isBlank(before) == isBlank(after)
	case ellipsis:
		return !unicode.IsLetter(after)
	case afterWord:
		return isWord(before) || before == ')' || before == '.'
	case afterDigit:
		return isDigit(before) || isBlank(before)
	case notAfterWord:
		return !isWord(before)
	case notAfterLetter:
		return !unicode.IsLetter(before)
	case outsideWords:
		return !unicode.IsLetter(before) && !unicode.IsLetter(after)
	case beforeDigit:
		return isDigit(after)
	default:
		return false
	}
}

// isInWord reports whether a letter is beside another one, in plausible case, and beside no mark
// that cannot be in a word.
func isInWord(before, r, after rune) bool {
	if !unicode.IsLetter(before) && !unicode.IsLetter(after) || after == edge {
		return false
	}
	if !touchesWords(before) || !touchesWords(after) {
		return false
	}
	if unicode.IsUpper(r) {
		return !unicode.IsLower(before)
	}
	return !unicode.IsUpper(after)
}

// touchesWords reports whether a character may be directly beside a letter.
func touchesWords(r rune) bool {
	if r <= unicode.MaxASCII {
		return !isDigit(r)
	}
	switch markPlace(r) {
	case anywhere, opening, closing, apostrophe, dash, ellipsis:
		return true
	default:
		return unicode.IsLetter(r)
	}
}

// isApostrophe reports whether a single closing quote makes sense: at the end of a word, before an
// ending such as ’s, or after O, D and L as in names.
func isApostrophe(before, after rune) bool {
	if isBlank(before) {
		return isDigit(after)
	}
	if !unicode.IsLetter(after) {
		return true
	}
	return strings.ContainsRune("stlrvdmSTLRVDM", after) || strings.ContainsRune("OoDdLl", before)
}

func isBlank(r rune) bool { return r == edge || unicode.IsSpace(r) }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isWord(r rune) bool  { return unicode.IsLetter(r) || isDigit(r) }
