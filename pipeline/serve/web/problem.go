package web

import (
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
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
func problem(w http.ResponseWriter, r *http.Request, status int, message string) {
	write(w, r, status, problemBody{Error: message, Fault: "request"})
}

var problemPage = template.Must(template.New("problem").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Error}}</title></head>
<body><main><h1>No answer</h1><p>{{.Error}}</p>{{if .Line}}<p>Line {{.Line}} of the SQL.</p>{{end}}</main></body></html>
`))

func write(w http.ResponseWriter, r *http.Request, status int, body problemBody) {
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_ = problemPage.Execute(w, body) // a client that is gone needs no page
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
