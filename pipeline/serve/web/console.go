package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// consoleRows is the most rows of an answer on a page; its links give all rows.
const consoleRows = 1000

// consoleShown is the body of the console page.
type consoleShown struct {
	SQL     string
	Lines   []lineShown // lines of the SQL, if one of them is wrong
	Problem *problemBody
	Plan    string // how DuckDB would answer, if asked for
	Shown   *rowsShown
	Rows    int
	IsCut   bool
	Tables  []schemaShown
	// InAddress is the most bytes of SQL in a URL; longer SQL is posted.
	InAddress int64
}

type lineShown struct {
	Text    string
	IsWrong bool
}

// console answers /sql, a page with a form for questions, which works without scripts.
func (s *site) console(w http.ResponseWriter, r *http.Request) {
	if f, isFormat := formatOf("", r); isFormat {
		s.ask(f)(w, r)
		return
	}
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	shown := consoleShown{Tables: known.schemas(), InAddress: s.InAddress}
	p := page{Title: "Ask in SQL", Here: "/sql", Script: "console.js"}
	status := http.StatusOK
	if r.Method == http.MethodPost || r.URL.Query().Has("q") {
		status = s.consoleAnswer(w, r, &shown)
	}
	if shown.Shown != nil && int64(len(shown.SQL)) <= s.InAddress {
		p.Formats = formatLinks("/sql", url.Values{"q": {shown.SQL}}.Encode())
	}
	p.Body = shown
	s.show(w, r, status, "console", "", p)
}

func (s *site) consoleAnswer(w http.ResponseWriter, r *http.Request, shown *consoleShown) (status int) {
	asked, status, err := s.statement(w, r)
	shown.SQL = asked.sql
	if err != nil {
		shown.Problem = &problemBody{Error: err.Error()}
		return status
	}
	statement := asked.sql
	if asked.isPlan {
		statement = "explain " + statement
	}
	_, err = s.converse(r, func(c *conversation) error {
		rows, err := c.ask(consoleRows, statement)
		if err != nil {
			return err
		}
		if asked.isPlan {
			for _, part := range rows.records() {
				shown.Plan += part["explain_value"] + "\n"
			}
			return nil
		}
		answer := rows.asShown("Rows of the answer")
		shown.Shown, shown.Rows, shown.IsCut = &answer, len(answer.Rows), rows.isCut
		return nil
	})
	if err == nil {
		return http.StatusOK
	}
	body := asProblem(err)
	shown.Problem = &body
	if body.Line > 0 {
		for i, line := range strings.Split(asked.sql, "\n") {
			shown.Lines = append(shown.Lines, lineShown{line, i+1 == body.Line})
		}
	}
	if serve.FaultOf(err) == serve.FaultBusy {
		w.Header().Set("Retry-After", retryAfter)
	}
	return statusOf(serve.FaultOf(err))
}
