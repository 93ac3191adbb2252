package publish

import (
	"slices"
	"strings"

	"github.com/breachstats/breachstats/formats"
)

// schemaDataset is the publication as a Dataset of schema.org (https://schema.org/Dataset), for search engines. URLs of
// files are relative, because the page does not know its own URL.
type schemaDataset struct {
	Context       string           `json:"@context"`
	Type          string           `json:"@type"`
	Name          string           `json:"name"`
	Description   string           `json:"description"`
	Version       string           `json:"version"`
	DatePublished string           `json:"datePublished"`
	Temporal      string           `json:"temporalCoverage,omitempty"` // FIRST/LAST submission
	Spatial       string           `json:"spatialCoverage,omitempty"`
	IsFree        bool             `json:"isAccessibleForFree"`
	License       string           `json:"license"`
	Creator       schemaCreator    `json:"creator"`
	Citation      string           `json:"citation"`
	Keywords      []string         `json:"keywords"`
	IsBasedOn     string           `json:"isBasedOn,omitempty"`
	Technique     string           `json:"measurementTechnique"`
	Variables     []schemaVariable `json:"variableMeasured"`
	Distribution  []schemaDownload `json:"distribution"`
}

type schemaCreator struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type schemaVariable struct {
	Type        string `json:"@type"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

type schemaDownload struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
	SHA256 string `json:"sha256"`
}

// downloadFormats maps the endings of data files to their kind.
var downloadFormats = map[string]string{
	".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// schemaOrg describes the publication and its data files.
func (e *Edition) schemaOrg(files []File) schemaDataset {
	d := schemaDataset{
		Context: "https://schema.org", Type: "Dataset", Name: e.dataset(),
		Description: strings.Join(append(e.capture.notices(), "Figures of the list "+e.capture.words()+": breaches and individuals affected by year, type, location, state and origin. Source: "+
			e.source()), " "),
		Version: e.capture.shown(), DatePublished: e.capture.NewestCapturedOn, IsFree: true,
		License: "https://www.govinfo.gov/link/uscode/17/105",
		Creator: schemaCreator{"Organization", authors, projectPage}, Citation: e.citation(),
		Keywords:  []string{"health data breaches", "HIPAA", "HHS OCR breach portal"},
		Technique: "Counted by SQL from exports of the portal; origins are read from descriptions by rules.",
	}
	if !e.capture.IsSynthetic {
		d.IsBasedOn, d.Spatial = portalPage, "United States"
	}
	if rows := e.rows["breaches_by_year"]; rows != nil && rows.NumRows() > 0 {
		d.Temporal = formats.Cell(columnOf(rows, "first_submitted_on"), 0) + "/" + formats.Cell(columnOf(rows, "last_submitted_on"), int(rows.NumRows())-1)
	}
	for _, figure := range e.figures {
		if figure.Name != "breaches_by_year" {
			continue
		}
		for _, column := range figure.Header.Columns {
			d.Variables = append(d.Variables, schemaVariable{"PropertyValue", column.Name, column.Comment})
		}
	}
	for _, file := range files {
		at := strings.LastIndexByte(file.Name, '.')
		if format := downloadFormats[file.Name[max(0, at):]]; format != "" {
			_, sha := file.facts()
			d.Distribution = append(d.Distribution, schemaDownload{"DataDownload", file.Name, format, file.Name, sha})
		}
	}
	slices.SortFunc(d.Distribution, func(a, b schemaDownload) int { return strings.Compare(a.Name, b.Name) })
	return d
}
