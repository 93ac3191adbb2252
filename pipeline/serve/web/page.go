package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"
)

//go:embed pages
var pageFolder embed.FS

// templates holds the pages by the name of their file, each inside base.html.
var templates = func() map[string]*template.Template {
	base := template.Must(template.ParseFS(pageFolder, "pages/base.html", "pages/rows.html"))
	made := map[string]*template.Template{}
	for _, name := range []string{"breach", "console", "index", "macro", "problem", "queries", "query", "schema", "search", "table"} {
		made[name] = template.Must(template.Must(base.Clone()).ParseFS(pageFolder, "pages/"+name+".html"))
	}
	return made
}()

// page holds what every page has: the data of its frame, and the Body that its template shows.
type page struct {
	Title string
	// Here is the URL of the navigation entry that the page belongs to.
	Here string
	// Script is the name of an asset that the page runs; empty for none.
	Script string
	// Feed is the address of the feed of what the page shows; empty for none.
	Feed string
	// Formats links to the same rows in other formats.
	Formats []formatLink
	Body    any

	Assets, Version string
	AsOf            string // day of the list that is shown; empty if the database has none
	IsSynthetic     bool
}

// formatLink is the address of an answer in one format.
type formatLink struct{ Name, Address string }

// formatNames holds the names of the formats for people, by extension.
var formatNames = map[string]string{"json": "JSON", "jsonl": "JSON lines", "csv": "CSV", "md": "Markdown", "arrow": "Arrow", "parquet": "Parquet"}

// formatLinks are the links to an answer in every format: base.EXTENSION?query.
func formatLinks(base, query string) []formatLink {
	if query != "" {
		query = "?" + query
	}
	links := make([]formatLink, len(answerFormats))
	for i, f := range answerFormats {
		links[i] = formatLink{formatNames[f.extension], base + "." + f.extension + query}
	}
	return links
}

// strictPolicy lets a page of this server load styles, scripts and answers from this server only: nothing inline,
// nothing from elsewhere.
const strictPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; font-src data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// show writes a page. generation identifies the database that it shows; empty for a page that must not be cached.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, name, generation string, p page) {
	known, err := assetsOnce()
	if err == nil {
		p.Assets, p.Version = "/-/assets/"+known.digest+"/", s.Version
		if shown, failed := s.catalogues.of(r.Context(), s.Pool); failed == nil {
			p.AsOf, p.IsSynthetic = shown.asOf, shown.isSynthetic
		}
	}
	var body bytes.Buffer
	if err == nil {
		err = templates[name].ExecuteTemplate(&body, "base.html", p)
	}
	if err != nil {
		http.Error(w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", strictPolicy)
	header.Set("Vary", "Accept, Accept-Encoding")
	header.Set("Cache-Control", "no-store")
	if generation != "" {
		header.Set("Cache-Control", "no-cache") // clients revalidate by the ETag
		header.Set("ETag", s.pageTag(generation))
		header.Set(headerGeneration, generation)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a client that is gone needs no page
}

// pageTag is the ETag of a page: it changes with the database and with the program.
func (s *site) pageTag(generation string) string {
	known, err := assetsOnce()
	if err != nil {
		return ""
	}
	return etag(generation, "html-"+known.digest+"-"+s.Version)
}

// isFresh answers 304 if the client already has the page of this database.
func (s *site) isFresh(w http.ResponseWriter, r *http.Request) bool {
	tag := s.pageTag(s.Pool.Generation())
	if tag == "" || !strings.Contains(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.Header().Set("ETag", tag)
	w.WriteHeader(http.StatusNotModified)
	return true
}
