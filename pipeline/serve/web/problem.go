package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// problemBody is an error as JSON.
type problemBody struct {
	// Error is one line that a person can act on.
	Error string `json:"error"`
	// Fault is what caused it: a serve.Fault, or "request".
	Fault string `json:"fault"`
	// Line is the line of the SQL, counted from 1; left out if unknown.
	Line int `json:"line,omitempty"`
}

func asProblem(err error) problemBody {
	body := problemBody{Error: err.Error(), Fault: string(serve.FaultOf(err))}
	var known *serve.Error
	if errors.As(err, &known) {
		body.Line = known.Line
	} else {
		body.Error = "the server could not answer" // the message may contain a path
	}
	return body
}

// problem refuses a request before it becomes a question.
func (s *site) problem(w http.ResponseWriter, r *http.Request, status int, message string) {
	s.write(w, r, status, problemBody{Error: message, Fault: "request"})
}

// write sends an error in the form that the client asked for: a page to a browser, a line of text instead of CSV,
// Markdown or a binary format, and JSON otherwise.
func (s *site) write(w http.ResponseWriter, r *http.Request, status int, body problemBody) {
	if acceptsPage(r) {
		s.show(w, r, status, "problem", "", page{Title: "No answer", Body: body})
		return
	}
	f, isFormat := formatOf(strings.TrimPrefix(path.Ext(r.URL.Path), "."), r)
	if isFormat && f.extension != "json" && f.extension != "jsonl" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		line := ""
		if body.Line > 0 {
			line = fmt.Sprintf("line %d: ", body.Line)
		}
		fmt.Fprintf(w, "error: %s%s\n", line, body.Error)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that is gone needs no error
}

// nothingHere answers an unknown path.
func (s *site) nothingHere(w http.ResponseWriter, r *http.Request) {
	s.problem(w, r, http.StatusNotFound, "nothing is at "+shortened(r.URL.Path)+"; /-/ lists what is here")
}

// otherMethod answers a request whose method is not allowed.
func (s *site) otherMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD, OPTIONS, POST")
	s.problem(w, r, http.StatusMethodNotAllowed, "want GET or HEAD, or POST to /sql, got "+shortened(r.Method))
}
