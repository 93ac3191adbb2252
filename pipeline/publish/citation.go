package publish

import (
	"encoding/json"
	"fmt"
	"strings"
)

const citationName = "CITATION.cff"

// source states the origin of the list, in one sentence.
func (e *Edition) source() string {
	if e.capture.IsSynthetic {
		return "A sample made by `breachstats sample`; no such breach was ever reported."
	}
	return "US Department of Health and Human Services, Office for Civil Rights: breach portal, " + portalPage +
		". Works of the US federal government (17 U.S.C. 105)."
}

// citation is the citation of the publication, in one sentence.
func (e *Edition) citation() string {
	return fmt.Sprintf("%s: %s (%s). Made with breachstats %s, %s", authors, e.dataset(), e.capture.words(), e.options.Version, projectPage)
}

// citationOf is the citation of one figure, in one sentence.
func (e *Edition) citationOf(title, name string) string {
	return fmt.Sprintf("%s: %s (figure %s). In: %s, %s. Made with breachstats %s, %s", authors, strings.TrimSuffix(title, "."), name, e.dataset(),
		e.capture.words(), e.options.Version, projectPage)
}

// writeCitation writes how to cite the publication as a dataset, in the Citation File Format 1.2.0
// (https://citation-file-format.github.io). The version is the capture. The date is the day of the newest snapshot that a
// row comes from, and each such snapshot is an identifier. The program is one of the references; the repository's own
// file cites the program itself.
func (e *Edition) writeCitation() ([]File, error) {
	var text strings.Builder
	var bad error
	// Every JSON string is a valid YAML string.
	put := func(format string, values ...string) {
		quoted := make([]any, len(values))
		for i, value := range values {
			word, err := json.Marshal(value)
			if err != nil {
				bad = fmt.Errorf("%s: %w", citationName, err)
			}
			quoted[i] = string(word)
		}
		fmt.Fprintf(&text, format+"\n", quoted...)
	}
	put("cff-version: 1.2.0")
	put("message: %s", "If you print these numbers, cite them with the capture and the hashes.")
	put("type: dataset")
	put("title: %s", e.dataset())
	put("version: %s", e.capture.shown())
	put("date-released: %s", e.capture.NewestCapturedOn)
	put("authors:\n  - name: %s", authors)
	put("abstract: %s", strings.Join(append(e.capture.notices(), "Figures of the list "+e.capture.words()+". Source: "+e.source()), " "))
	put("url: %s", projectPage)
	put("keywords:\n  - %s\n  - %s\n  - %s", "health data breaches", "HIPAA", "HHS OCR breach portal")
	if len(e.manifest.Snapshots) > 0 {
		put("identifiers:")
		for _, snapshot := range e.manifest.Snapshots {
			put("  - type: other\n    value: %s\n    description: %s",
				"sha256:"+snapshot.SHA256, "the portal's "+snapshot.View+" list, captured "+snapshot.CapturedOn)
		}
	}
	put("references:")
	put("  - type: software\n    title: %s\n    version: %s\n    url: %s\n    license: MIT\n    authors:\n      - name: %s",
		"breachstats", e.options.Version, projectPage, authors)
	if !e.capture.IsSynthetic {
		put("  - type: database\n    title: %s\n    url: %s\n    date-accessed: %s\n    authors:\n      - name: %s",
			"Breach portal: notice to the Secretary of HHS of breach of unsecured protected health information", portalPage,
			e.capture.NewestCapturedOn, "US Department of Health and Human Services, Office for Civil Rights")
	}
	return []File{{Name: citationName, Bytes: []byte(text.String())}}, bad
}
