package publish

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/charts"
	models "github.com/breachstats/breachstats/sql"
)

const packageName = "datapackage.json"

// dataPackage is out/datapackage.json: every table of the publication and the meaning of every
// column, for programs. It is a Data Package of version 1 (https://specs.frictionlessdata.io), which tools for version 2
// can read too.
type dataPackage struct {
	Profile      string               `json:"profile"`
	Name         string               `json:"name"`
	Title        string               `json:"title"`
	Description  string               `json:"description"`
	Homepage     string               `json:"homepage"`
	Version      string               `json:"version"`
	Created      string               `json:"created"`
	Keywords     []string             `json:"keywords"`
	Contributors []packageContributor `json:"contributors"`
	Licenses     []packageLicense     `json:"licenses"`
	Sources      []packageSource      `json:"sources"`
	Resources    []packageResource    `json:"resources"`
}

type packageContributor struct {
	Title string `json:"title"`
	Role  string `json:"role"`
}

type packageLicense struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Path  string `json:"path"`
}

type packageSource struct {
	Title string `json:"title"`
	Path  string `json:"path"`
}

type packageResource struct {
	Profile string `json:"profile"`
	// Type is file for Parquet: the frictionless tool then checks size and hash, and does not read the file as text.
	// Parquet has its own types and lists; the schema describes them for people.
	Type        string          `json:"type,omitempty"`
	Name        string          `json:"name"`
	Path        string          `json:"path"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Format      string          `json:"format"`
	MediaType   string          `json:"mediatype"`
	Encoding    string          `json:"encoding,omitempty"`
	Bytes       int64           `json:"bytes"`
	Hash        string          `json:"hash"` // sha256:HEX
	Dialect     *packageDialect `json:"dialect,omitempty"`
	Schema      packageSchema   `json:"schema"`
}

type packageDialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type packageSchema struct {
	Fields        []packageField `json:"fields"`
	PrimaryKey    []string       `json:"primaryKey"`
	MissingValues []string       `json:"missingValues"`
}

type packageField struct {
	Name        string              `json:"name"`
	Type        string              `json:"type"`
	Description string              `json:"description"`
	TrueValues  []string            `json:"trueValues,omitempty"` // how a CSV file writes a true boolean
	FalseValues []string            `json:"falseValues,omitempty"`
	Constraints *packageConstraints `json:"constraints,omitempty"`
}

type packageConstraints struct {
	Required bool `json:"required"`
}

const (
	portalPage  = "https://ocrportal.hhs.gov/ocr/breach/breach_report.jsf"
	projectPage = "https://github.com/breachstats/breachstats"
	authors     = "The breachstats authors"
	// inertNote explains the apostrophe that package formats writes.
	inertNote = "In the CSV files a text that a spreadsheet would run as a formula begins with an apostrophe, and a boolean is TRUE or FALSE."
)

// dataset is the title of the publication, in every file that describes it.
func (e *Edition) dataset() string {
	title := "US health data breaches of 500 or more individuals, reported to HHS OCR"
	if e.capture.IsSynthetic {
		return "SYNTHETIC sample of a list of health data breaches, not real breaches"
	}
	return title
}

// packageOf describes the files that are tables.
func (e *Edition) packageOf(files []File) (File, error) {
	p := dataPackage{
		Profile: "data-package", Name: "breachstats", Title: e.dataset(),
		Description: strings.Join(append(e.capture.notices(),
			"Tables of breachstats "+e.options.Version+" from the list "+e.capture.words()+".", inertNote), " "),
		Homepage: projectPage, Version: e.capture.shown(), Created: e.capture.NewestCapturedOn + "T00:00:00Z",
		Keywords:     []string{"health data breaches", "HIPAA", "HHS OCR breach portal"},
		Contributors: []packageContributor{{Title: authors, Role: "author"}},
		// The name is from https://opendefinition.org/licenses/api.
		Licenses: []packageLicense{{
			Name: "other-pd", Title: "The breach reports are works of the US federal government (17 U.S.C. 105)",
			Path: "https://www.govinfo.gov/link/uscode/17/105",
		}},
	}
	for _, snapshot := range e.manifest.Snapshots {
		source := packageSource{
			Title: fmt.Sprintf("HHS OCR breach portal, %s, captured %s (sha256 %s)", snapshot.View, snapshot.CapturedOn, snapshot.SHA256),
			Path:  portalPage,
		}
		if e.capture.IsSynthetic {
			source = packageSource{
				Title: fmt.Sprintf("breachstats sample, %s, dated %s (sha256 %s)", snapshot.View, snapshot.CapturedOn, snapshot.SHA256),
				Path:  projectPage,
			}
		}
		p.Sources = append(p.Sources, source)
	}
	for _, figure := range e.publishedFigures() {
		resource := packageResource{
			Profile: "tabular-data-resource", Name: figure.Name, Path: figure.Name + ".csv", Title: titleOf(figure),
			Format: "csv", MediaType: "text/csv", Encoding: "utf-8",
			Dialect: &packageDialect{Delimiter: ",", LineTerminator: "\n", QuoteChar: `"`, DoubleQuote: true, Header: true},
		}
		p.Resources = append(p.Resources, resource.of(figure, e.rows[figure.Name].Schema(), false))
	}
	for _, m := range e.marts {
		resource := packageResource{
			Profile: "data-resource", Type: "file", Name: m.model.Table(), Path: m.model.Name + ".parquet", Title: titleOf(m.model),
			Format: "parquet", MediaType: "application/vnd.apache.parquet",
		}
		p.Resources = append(p.Resources, resource.of(m.model, m.schema, true))
	}
	for i := range p.Resources {
		resource := &p.Resources[i]
		at := slices.IndexFunc(files, func(f File) bool { return f.Name == resource.Path })
		if at < 0 {
			return File{}, fmt.Errorf("%s: %s: want that file among the published ones, got none", packageName, resource.Path)
		}
		size, sha := files[at].facts()
		resource.Bytes, resource.Hash = size, "sha256:"+sha
	}
	text, err := json.MarshalIndent(p, "", "  ")
	return File{Name: packageName, Bytes: append(text, '\n')}, err
}

// of adds what the model's header says, and the number and types of its rows.
func (r packageResource) of(model models.Model, schema *arrow.Schema, hasLists bool) packageResource {
	r.Description = strings.TrimSpace(model.Header.Row + " " + model.Header.Notes)
	r.Schema = packageSchema{PrimaryKey: model.Header.Key, MissingValues: []string{""}}
	comments := commentsOf(model)
	for _, column := range schema.Fields() {
		field := packageField{Name: column.Name, Type: fieldType(column.Type, hasLists), Description: comments[column.Name]}
		if field.Type == "boolean" && !hasLists {
			field.TrueValues, field.FalseValues = []string{"TRUE"}, []string{"FALSE"}
		}
		if slices.Contains(model.Header.Key, column.Name) {
			field.Constraints = &packageConstraints{Required: true}
		}
		r.Schema.Fields = append(r.Schema.Fields, field)
	}
	return r
}

// fieldType returns the name of a type in Table Schema. In a format without lists, a list is text joined by commas.
func fieldType(column arrow.DataType, hasLists bool) string {
	switch of := column.(type) {
	case *arrow.Int64Type, *arrow.Uint64Type:
		return "integer"
	case *arrow.Float64Type:
		return "number"
	case *arrow.Decimal128Type:
		if of.Scale == 0 {
			return "integer"
		}
		return "number"
	case *arrow.BooleanType:
		return "boolean"
	case *arrow.Date32Type:
		return "date"
	case *arrow.TimestampType:
		return "datetime"
	case *arrow.ListType:
		if hasLists {
			return "array"
		}
	}
	return "string"
}

// titleOf returns the title of a model's chart or, without a chart, the model's name in words.
func titleOf(model models.Model) string {
	if model.Layer == models.Figures {
		for _, chart := range charts.All() {
			if chart.Name == model.Name {
				return chart.Title
			}
		}
	}
	words := strings.ReplaceAll(model.Name, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}
