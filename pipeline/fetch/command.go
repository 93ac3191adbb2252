package fetch

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// command is what pressing a link or a button adds to a form.
type command struct {
	form   string // id of the form that it sends; empty where the page does not say
	params fields
}

// exporter is a command and the format of file that it stands for.
type exporter struct {
	format  string
	command command
}

// Formats of exporters, as messages name them.
const (
	formatCSV = "CSV"
	formatXLS = "XLS"
	formatPDF = "PDF"
	formatXML = "XML"
)

// formats tell how each format is called in titles and texts, as a word, and in names of
// files and of icons, anywhere.
var formats = []struct {
	name  string
	words *regexp.Regexp
	parts []string
}{
	{formatCSV, regexp.MustCompile(`(?i)(?:^|[^a-z])(?:csv|comma[- ]separated)(?:[^a-z]|$)`), []string{"csv"}},
	{formatXLS, regexp.MustCompile(`(?i)(?:^|[^a-z])(?:xlsx?|excel|spreadsheet)(?:[^a-z]|$)`), []string{"xls", "excel"}},
	{formatPDF, regexp.MustCompile(`(?i)(?:^|[^a-z])(?:pdf)(?:[^a-z]|$)`), []string{"pdf"}},
	{formatXML, regexp.MustCompile(`(?i)(?:^|[^a-z])(?:xml)(?:[^a-z]|$)`), []string{"xml"}},
}

// exporters finds the links and buttons that stand for a file format, in the order of the
// page. What they say counts most, then the file names of their icons, then their classes;
// where they stand and what they are called in the form counts nothing.
func exporters(within *goquery.Selection) []exporter {
	var found []exporter
	within.Find("a, button, input[type=submit], input[type=button], input[type=image]").Each(func(_ int, one *goquery.Selection) {
		format := formatOf(one)
		if format == "" || one.Closest("[data-ri], .ui-datatable-data").Length() > 0 {
			return // a report of the list may well be about a firm named CSV
		}
		if command, can := commandOf(one); can {
			found = append(found, exporter{format, command})
		}
	})
	return found
}

// formatOf is the one format that a link or button stands for, or nothing.
func formatOf(control *goquery.Selection) string {
	var said, files, classes []string
	self := control.Find("*").AddSelection(control)
	self.Each(func(_ int, one *goquery.Selection) {
		for _, attribute := range []string{"title", "alt", "aria-label", "value", "data-original-title"} {
			said = append(said, one.AttrOr(attribute, ""))
		}
		if source := one.AttrOr("src", ""); !strings.HasPrefix(source, "data:") {
			files = append(files, path.Base(source))
		}
		classes = append(classes, one.AttrOr("class", ""), path.Base(one.AttrOr("href", "")))
	})
	said = append(said, control.Text())
	if named := matching(said, func(i int, text string) bool { return formats[i].words.MatchString(text) }); len(named) > 0 {
		return only(named)
	}
	for _, names := range [][]string{files, classes} {
		named := matching(names, func(i int, text string) bool {
			return slices.ContainsFunc(formats[i].parts, func(part string) bool {
				return strings.Contains(strings.ToLower(text), part)
			})
		})
		if len(named) > 0 {
			return only(named)
		}
	}
	return ""
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

func only(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return ""
}

var (
	jsCall   = regexp.MustCompile(`(?:jsfcljs|addSubmitParam)\s*\(\s*(?:document\.(?:getElementById\(\s*['"]([^'"]*)['"]\s*\)|forms\[\s*['"]([^'"]*)['"]\s*\])|['"]([^'"]*)['"])\s*,\s*\{([^}]*)\}`)
	jsPair   = regexp.MustCompile(`(?:'([^']*)'|"([^"]*)")\s*:\s*(?:'([^']*)'|"([^"]*)")`)
	ajaxCall = regexp.MustCompile(`PrimeFaces\.ab\s*\(\s*\{([^}]*)\}`)
	ajaxPair = regexp.MustCompile(`(?:^|[,{\s])["']?(\w+)["']?\s*:\s*(?:'([^']*)'|"([^"]*)")`)
)

// commandOf reads what pressing a link or a button sends: from its script, or else from its
// own name. A link that only leads somewhere is no command.
func commandOf(control *goquery.Selection) (command, bool) {
	self := control.Find("[onclick]").AddSelection(control)
	for _, node := range self.EachIter() {
		if script := node.AttrOr("onclick", ""); script != "" {
			if found, can := scriptCommand(unescapeJS(script)); can {
				return found, true
			}
		}
	}
	name := control.AttrOr("name", "")
	if goquery.NodeName(control) == "a" || name == "" {
		name = control.AttrOr("id", name)
	}
	target := control.AttrOr("href", "#")
	isLink := goquery.NodeName(control) == "a" && !strings.HasPrefix(target, "#") && !strings.HasPrefix(target, "javascript:")
	switch {
	case name == "" || isLink:
		return command{}, false
	case strings.EqualFold(control.AttrOr("type", ""), "image"):
		return command{params: fields{{name + ".x", "1"}, {name + ".y", "1"}, {name, name}}}, true
	case goquery.NodeName(control) != "a":
		return command{params: fields{{name, control.AttrOr("value", name)}}}, true
	}
	return command{params: fields{{name, name}}}, true
}

func scriptCommand(script string) (command, bool) {
	if call := jsCall.FindStringSubmatch(script); call != nil {
		found := command{form: call[1] + call[2] + call[3]}
		for _, pair := range jsPair.FindAllStringSubmatch(call[4], -1) {
			found.params = append(found.params, field{pair[1] + pair[2], pair[3] + pair[4]})
		}
		return found, len(found.params) > 0
	}
	if call := ajaxCall.FindStringSubmatch(script); call != nil {
		settings := ajaxSettings(call[1])
		if source := settings["s"] + settings["source"]; source != "" {
			return command{form: settings["f"] + settings["formId"], params: fields{{source, source}}}, true
		}
	}
	return command{}, false
}

func ajaxSettings(object string) map[string]string {
	settings := map[string]string{}
	for _, pair := range ajaxPair.FindAllStringSubmatch(object, -1) {
		settings[pair[1]] = pair[2] + pair[3]
	}
	return settings
}

var jsEscape = regexp.MustCompile(`\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))`)

// unescapeJS undoes one level of escapes, as stands where a call is the text of another.
func unescapeJS(script string) string {
	if !strings.Contains(script, `\`) {
		return script
	}
	return jsEscape.ReplaceAllStringFunc(script, func(escape string) string {
		parts := jsEscape.FindStringSubmatch(escape)
		if digits := parts[1] + parts[2]; digits != "" {
			return string(rune(hexValue(digits)))
		}
		return parts[3]
	})
}

func hexValue(digits string) (value int) {
	for _, d := range strings.ToLower(digits) {
		value = value<<4 | strings.IndexRune("0123456789abcdef", d)
	}
	return value
}

// seen lists the formats of exporters, each once, for a message.
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
func findCSV(found []exporter) (command, bool) {
	for _, one := range found {
		if one.format == formatCSV {
			return one.command, true
		}
	}
	return command{}, false
}
