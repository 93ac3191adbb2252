package publish

import (
	"slices"
	"strings"

	"github.com/breachstats/breachstats/charts"
)

// pageFileNotes describes the files beside the page that do not belong to one figure.
var pageFileNotes = []charts.PageFile{
	{Name: "breaches.parquet", Holds: "Every breach, as Parquet."},
	{Name: "breachstats.xlsx", Holds: "The figures as a workbook."},
	{Name: "datapackage.json", Holds: "A description of the data for programs (Frictionless Data Package)."},
	{Name: charts.DescriptionsFile, Holds: "The descriptions of the breaches; this page loads them for a search."},
	{Name: charts.StudiesFile, Holds: "What studies printed, beside the same numbers counted again."},
	{Name: "feed.atom", Holds: "What is new, as a feed."},
	{Name: "CITATION.cff", Holds: "How to cite, for reference managers."},
	{Name: "manifest.json", Holds: "Every file with its size and sha256, and what it was made from."},
}

// pageFiles lists the files that the page does not link beside a figure: tables without a chart, and the other published
// files, by name. The manifest is made after the page.
func (e *Edition) pageFiles(catalogue []charts.Chart, files []File) []charts.PageFile {
	var listed []charts.PageFile
	for _, file := range append(slices.Clone(files), File{Name: manifestName}) {
		base, _, _ := strings.Cut(file.Name, ".")
		if slices.ContainsFunc(catalogue, func(c charts.Chart) bool { return c.Name == base }) {
			continue
		}
		listed = append(listed, charts.PageFile{Name: file.Name, Holds: e.holds(base, file.Name)})
	}
	slices.SortFunc(listed, func(a, b charts.PageFile) int { return strings.Compare(a.Name, b.Name) })
	return listed
}

// holds describes a file: for a table without a chart, what one row is.
func (e *Edition) holds(base, name string) string {
	for _, known := range pageFileNotes {
		if known.Name == name {
			return known.Holds
		}
	}
	for _, figure := range e.figures {
		if figure.Name == base {
			return figure.Header.Row
		}
	}
	if table, isParquet := strings.CutSuffix(name, ".parquet"); isParquet {
		return "The table " + strings.ReplaceAll(table, "_", " ") + ", as Parquet."
	}
	return "Published beside the page."
}
