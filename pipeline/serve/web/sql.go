package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// ask answers /sql.EXTENSION?q=SQL, or the SQL in a body.
func (s *site) ask(f answerFormat) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asked, status, err := s.statement(w, r)
		if err != nil {
			s.problem(w, r, status, err.Error())
			return
		}
		s.answer(w, r, serve.Question{SQL: asked.sql, Rows: s.Rows}, f, "")
	}
}

// statement is what a request asks: the answer to some SQL, or its plan.
type statement struct {
	sql    string
	isPlan bool
}

// statement reads the SQL of a request: q in the URL or in a form, or the whole body.
func (s *site) statement(w http.ResponseWriter, r *http.Request) (asked statement, status int, err error) {
	if r.Method != http.MethodPost {
		given := r.URL.Query()
		asked = statement{given.Get("q"), given.Get("plan") == "1"}
		switch {
		case strings.TrimSpace(asked.sql) == "":
			return asked, http.StatusBadRequest, fmt.Errorf("want SQL in q, as %s?q=select+1", r.URL.Path)
		case int64(len(asked.sql)) > s.InAddress:
			return asked, http.StatusRequestURITooLong, fmt.Errorf("want at most %d bytes of SQL in an address, got %d; send it in a body", s.InAddress, len(asked.sql))
		}
		return asked, 0, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.InBody))
	if err != nil {
		return asked, http.StatusRequestEntityTooLarge, fmt.Errorf("want at most %d bytes of SQL", s.InBody)
	}
	asked.sql = string(body)
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media == "application/x-www-form-urlencoded" {
		values, err := url.ParseQuery(asked.sql)
		if err != nil {
			return asked, http.StatusBadRequest, err
		}
		asked = statement{values.Get("q"), values.Get("plan") == "1"}
	}
	if strings.TrimSpace(asked.sql) == "" {
		return asked, http.StatusBadRequest, errors.New("want SQL in the body, got nothing")
	}
	return asked, 0, nil
}
