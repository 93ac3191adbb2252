package fetch

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// exporter is a link or button that exports the list: the format of the file, and the fields that pressing it adds to
// the form.
type exporter struct {
	format  string
	command fields
}

// Formats of exporters, as messages name them.
const (
	formatCSV = "CSV"
	formatXLS = "XLS"
	formatPDF = "PDF"
	formatXML = "XML"
)

// formats holds the names of each format: as a word in titles and texts, and in the names of icons.
var formats = []struct {
	name  string
	words *regexp.Regexp
	icon  string
}{
	{formatCSV, regexp.MustCompile(`(?i)\bcsv\b`), "csv"},
	{formatXLS, regexp.MustCompile(`(?i)\b(?:xlsx?|excel)\b`), "excel"},
	{formatPDF, regexp.MustCompile(`(?i)\bpdf\b`), "pdf"},
	{formatXML, regexp.MustCompile(`(?i)\bxml\b`), "xml"},
}

// exporters finds the links and buttons that export a file format, in the order of the page. It goes by their words
// first, then by the names of their icons, and never by their position or their names in the form: both change between
// deployments.
func exporters(within *goquery.Selection) []exporter {
	var found []exporter
	within.Find("a, button, input[type=submit]").Each(func(_ int, one *goquery.Selection) {
		format := formatOf(one)
		if format == "" || one.Closest("[data-ri]").Length() > 0 {
			return // a report in the list may be about a firm named CSV
		}
		if command, can := commandOf(one); can {
			found = append(found, exporter{format, command})
		}
	})
	return found
}

// formatOf returns the one format that a link or button exports; empty if there is none, or more than one.
func formatOf(control *goquery.Selection) string {
	words := []string{control.Text()}
	var icons []string
	control.Find("*").AddSelection(control).Each(func(_ int, one *goquery.Selection) {
		for _, attribute := range []string{"title", "alt", "aria-label", "value"} {
			words = append(words, one.AttrOr(attribute, ""))
		}
		icons = append(icons, path.Base(one.AttrOr("src", "")), one.AttrOr("class", ""))
	})
	named := matching(words, func(i int, text string) bool { return formats[i].words.MatchString(text) })
	if len(named) == 0 {
		named = matching(icons, func(i int, text string) bool { return strings.Contains(strings.ToLower(text), formats[i].icon) })
	}
	if len(named) != 1 {
		return ""
	}
	return named[0]
}

func matching(texts []string, isNamed func(format int, text string) bool) []string {
	var named []string
	for i, format := range formats {
		if slices.ContainsFunc(texts, func(text string) bool { return isNamed(i, text) }) {
			named = append(named, format.name)
		}
	}
	return named
}

var (
	jsCall = regexp.MustCompile(`jsfcljs\s*\(\s*document\.getElementById\(\s*'[^']*'\s*\)\s*,\s*\{([^}]*)\}`)
	jsPair = regexp.MustCompile(`'([^']*)'\s*:\s*'([^']*)'`)
)

// commandOf returns the fields that pressing a link or a button sends: those of its script, or else its own name. A
// plain link sends none.
func commandOf(control *goquery.Selection) (command fields, isOne bool) {
	if call := jsCall.FindStringSubmatch(control.AttrOr("onclick", "")); call != nil {
		for _, pair := range jsPair.FindAllStringSubmatch(call[1], -1) {
			command = append(command, field{pair[1], pair[2]})
		}
		return command, len(command) > 0
	}
	if goquery.NodeName(control) == "a" {
		id := control.AttrOr("id", "")
		return fields{{id, id}}, id != "" && control.AttrOr("href", "#") == "#"
	}
	name := control.AttrOr("name", "")
	return fields{{name, control.AttrOr("value", name)}}, name != ""
}

// seen lists the formats of exporters for a message, each once.
func seen(found []exporter) string {
	var names []string
	for _, one := range found {
		if !slices.Contains(names, one.format) {
			names = append(names, one.format)
		}
	}
	if len(names) == 0 {
		return "no exporters at all"
	}
	return "exporters for " + strings.Join(names, ", ") + " only"
}

// findCSV picks the command that exports the list as CSV.
func findCSV(found []exporter) (command fields, isThere bool) {
	i := slices.IndexFunc(found, func(one exporter) bool { return one.format == formatCSV })
	if i < 0 {
		return nil, false
	}
	return found[i].command, true
}
