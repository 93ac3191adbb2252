package export

import (
	"strings"
	"unicode"
)

// place says where in a text a punctuation mark may stand to make sense.
type place uint8

const (
	none place = iota // it makes no sense anywhere
	anywhere
	opening        // something follows it directly
	closing        // it directly follows something
	apostrophe     // it ends a word, or stands in one as in it’s, we’re, O’Brien
	dash           // blanks on both sides of it, or on none
	ellipsis       // no letter follows it directly
	afterWord      // it directly follows a letter, a digit or ) .
	afterDigit     // it follows a digit or a blank
	notAfterWord   // it does not directly follow a letter or a digit
	notAfterLetter // it does not directly follow a letter
	outsideWords   // it touches no letter
	beforeDigit    // a digit follows it directly
)

// markPlace lists the characters, beside ASCII and letters, that reports are written
// with, and says where each makes sense. It is none for every other character.
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

// expectedLetters lists the letters, beside ASCII, of the languages that names in the
// reports come from.
const expectedLetters = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßŒœŠšŽžŸ"

// edge stands for the neighbour of a character that begins or ends the file.
const edge rune = 0

// isExpected says whether reports are written with the character, wherever it stands.
func isExpected(r rune) bool {
	return markPlace(r) != none || isExpectedLetter(r)
}

func isExpectedLetter(r rune) bool {
	return r >= 0xC0 && r <= 0x17E && strings.ContainsRune(expectedLetters, r)
}

// isPlausible says whether the character, which is not ASCII, makes sense between the two
// that stand around it.
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

// isInWord says whether a letter touches another one, in sensible case, and no mark that
// does not touch words.
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

// touchesWords says whether a character may stand directly beside a letter.
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

// isApostrophe says whether a single closing quote makes sense: at the end of a word, in
// front of the endings that English joins with one, or after O, D and L as in names.
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
