package web

import (
	"encoding/json"
	"net/http"
	"strings"
)

// sendJSON sends what a page shows, as JSON.
func (s *site) sendJSON(w http.ResponseWriter, r *http.Request, generation, body string) {
	s.send(w, r, generation, "json", "application/json", body)
}

// send sends a body that changes only with the database. kind identifies it in the ETag.
func (s *site) send(w http.ResponseWriter, r *http.Request, generation, kind, media, body string) {
	header := w.Header()
	tag := etag(generation, kind+"-"+s.Version)
	header.Set("Cache-Control", "no-cache") // clients revalidate by the ETag
	header.Set("Vary", "Accept, Accept-Encoding")
	header.Set("ETag", tag)
	header.Set(headerGeneration, generation)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", media)
	_, _ = w.Write([]byte(body)) // a client that is gone needs no answer
}

// sendValue sends a value as JSON.
func (s *site) sendValue(w http.ResponseWriter, r *http.Request, generation string, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	s.sendJSON(w, r, generation, string(body)+"\n")
}
