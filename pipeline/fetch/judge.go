package fetch

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/breachstats/breachstats/data"
)

// judgeExport accepts an export only if everything is right: where it came from, what its bytes are, that the strict
// reader accepts it, that it is not another tab again, and that it has as many rows as the page showed.
func (s *session) judgeExport(got answer, g grid, others []Download) (Download, error) {
	if !samePage(g.form.action, got.url) {
		return Download{}, untrusted(nextLater, "want a CSV export, got a redirect to %s", shown(got.url).Path)
	}
	if err := s.judgeBytes(got); err != nil {
		return Download{}, err
	}
	facts, err := s.Read(string(s.view)+".csv", bytes.NewReader(got.body), s.view)
	if err != nil {
		return Download{}, untrusted(nextImport, "want an export without mistakes, got %s", firstLine(err)).because(err)
	}
	for _, other := range others {
		if other.RowsSHA256 == facts.RowsSHA256 && !facts.IsEmptyList && (other.View == data.Part2) == (s.view == data.Part2) {
			return Download{}, untrusted(nextBrowser, "want rows of %s, got the %d rows of %s again: the tab was not switched",
				s.view, facts.Rows, other.View)
		}
	}
	switch {
	case facts.IsEmptyList && g.rows > 0:
		return Download{}, untrusted(nextImport, "want the %d rows that the page shows, got a header without rows", g.rows)
	case facts.Rows != g.rows:
		return Download{}, untrusted(nextImport, "want the %d rows that the page shows, got %d", g.rows, facts.Rows)
	}
	headers, err := json.Marshal(keptHeaders(got.header))
	if err != nil {
		return Download{}, err
	}
	return Download{
		View: s.view, Body: got.body, Facts: facts, GridRows: g.rows, URL: shown(g.form.action).String(),
		Answer: data.Answer{
			FinalURL: shown(got.url).String(), Status: got.status, Headers: string(headers),
			RetrievedAt: got.at.Format(time.RFC3339),
		},
		RetrievedAt: got.at,
	}, nil
}

// judgeBytes accepts bytes that begin like a text. The Content-Type is only part of the message.
func (s *session) judgeBytes(got answer) error {
	kind := sniff(got.body)
	declared := ""
	if value := got.header.Get("Content-Type"); value != "" {
		declared = " (Content-Type " + brief(value) + ")"
	}
	switch kind {
	case kindText:
		return nil
	case kindEmpty:
		return untrusted(nextLater, "want a CSV export, got an empty body%s", declared)
	case kindPartial:
		if _, err := parsePartial(got.body); err != nil {
			return err
		}
		return untrusted(nextLater, "want a CSV export, got a partial response")
	case kindHTML:
		return s.judgeHTML(got)
	}
	return untrusted(nextImport, "want a CSV export, got %s%s", kind, declared)
}

// judgeHTML reports which page came instead of the export.
func (s *session) judgeHTML(got answer) error {
	wanted, other := reportOf(s.view)
	if err := judgeForeign(got, "a CSV export"); err != nil {
		return err
	}
	page, err := parsePage(got.body)
	if err == nil && other.isAbout(page.Selection) && !wanted.isAbout(page.Selection) {
		return untrusted(nextLater, "want a CSV export of %s, got the page of %s", wanted.name, other.name)
	}
	if err == nil && wanted.isAbout(page.Selection) {
		return rerendered("want a CSV export, got the page of %s again", wanted.name)
	}
	return rerendered("want a CSV export, got %s", describe(got.body))
}
