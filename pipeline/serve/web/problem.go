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
	// Fault says whose it is: as serve.Fault, or "request".
	Fault string `json:"fault"`
	// Line is the line of the SQL, counted from 1; left out where none is known.
	Line int `json:"line,omitempty"`
}

func asProblem(err error) problemBody {
	body := problemBody{Error: err.Error(), Fault: string(serve.FaultOf(err))}
	var known *serve.Error
	if errors.As(err, &known) {
		body.Line = known.Line
	} else {
		body.Error = "the server could not answer" // what it is may name a path
	}
	return body
}

// problem refuses a request that never became a question.
func (s *site) problem(w http.ResponseWriter, r *http.Request, status int, message string) {
	s.write(w, r, status, problemBody{Error: message, Fault: "request"})
}

// write sends an error in the form that was asked for: a page to a browser, a line of text where the
// answer would be CSV, Markdown or bytes of a program, else JSON.
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

// nothingHere answers an address that means nothing.
func (s *site) nothingHere(w http.ResponseWriter, r *http.Request) {
	s.problem(w, r, http.StatusNotFound, "nothing is at "+shortened(r.URL.Path)+"; /-/ lists what is here")
}

// otherMethod answers what neither reads nor asks.
func (s *site) otherMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD, OPTIONS, POST")
	s.problem(w, r, http.StatusMethodNotAllowed, "want GET or HEAD, or POST to /sql, got "+shortened(r.Method))
}
