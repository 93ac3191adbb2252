package web

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// segment is a part of a text, marked or not.
type segment struct {
	Text     string
	IsMarked bool
}

// marked splits a text at the matches of a pattern; nil marks nothing.
func marked(text string, found *regexp.Regexp) []segment {
	if found == nil {
		return []segment{{Text: text}}
	}
	var segments []segment
	at := 0
	for _, place := range found.FindAllStringIndex(text, -1) {
		segments = appended(appended(segments, text[at:place[0]], false), text[place[0]:place[1]], true)
		at = place[1]
	}
	return appended(segments, text[at:], false)
}

func appended(to []segment, text string, isMarked bool) []segment {
	if text == "" {
		return to
	}
	return append(to, segment{text, isMarked})
}

// wordPattern finds any of the words, in upper or lower case, with any white space for a space. It is nil without
// words.
func wordPattern(words []string) *regexp.Regexp {
	var parts []string
	for _, word := range words {
		fields := strings.Fields(word)
		for i := range fields {
			fields[i] = regexp.QuoteMeta(fields[i])
		}
		if len(fields) > 0 {
			parts = append(parts, strings.Join(fields, `\s+`))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	found, err := regexp.Compile("(?i)" + strings.Join(parts, "|"))
	if err != nil {
		return nil // bytes that are not text; nothing to mark
	}
	return found
}

// excerpt returns about most bytes of a text around the first match of a pattern, cut at white space. A short text is
// returned whole.
func excerpt(text string, found *regexp.Regexp, most int) string {
	if len(text) <= most {
		return text
	}
	from := 0
	if found != nil {
		if place := found.FindStringIndex(text); place != nil {
			from = max(0, place[0]-most/3)
		}
	}
	to := min(len(text), from+most)
	if from > 0 {
		from = boundary(text, from)
		if space := strings.IndexByte(text[from:to], ' '); space >= 0 && space < most/4 {
			from += space + 1
		}
	}
	if to < len(text) {
		to = boundary(text, to)
		if space := strings.LastIndexByte(text[from:to], ' '); space > (to-from)*3/4 {
			to = from + space
		}
	}
	cut := text[from:to]
	if from > 0 {
		cut = "… " + cut
	}
	if to < len(text) {
		cut += " …"
	}
	return cut
}

// boundary returns the first position from at on where a character begins.
func boundary(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}

var sentenceEnd = regexp.MustCompile(`[.!?]["”)]?\s+`)

var noLetters = regexp.MustCompile(`[^a-z0-9]+`)

// decisive splits a description and marks the words that decided its origin, once. The rules read only the narrative,
// so a sentence that is part of the narrative is preferred.
func decisive(description, narrative, evidence string) []segment {
	found := wordPattern([]string{evidence})
	if found == nil {
		return marked(description, nil)
	}
	plain := func(text string) string { return noLetters.ReplaceAllString(strings.ToLower(text), "") }
	read := plain(narrative)
	places := found.FindAllStringIndex(description, -1)
	best := min(0, len(places)-1)
	for i, place := range places {
		if strings.Contains(read, plain(sentenceAt(description, place))) {
			best = i
			break
		}
	}
	if best < 0 {
		return marked(description, nil)
	}
	place := places[best]
	segments := appended(nil, description[:place[0]], false)
	segments = appended(segments, description[place[0]:place[1]], true)
	return appended(segments, description[place[1]:], false)
}

// sentenceAt returns the sentence of a text that contains a position.
func sentenceAt(text string, place []int) string {
	from, to := 0, len(text)
	if ends := sentenceEnd.FindAllStringIndex(text[:place[0]], -1); len(ends) > 0 {
		from = ends[len(ends)-1][1]
	}
	if end := sentenceEnd.FindStringIndex(text[place[1]:]); end != nil {
		to = place[1] + end[1]
	}
	return text[from:to]
}
