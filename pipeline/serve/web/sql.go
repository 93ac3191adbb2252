package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// ask answers /sql.EXTENSION?q=SQL, or the SQL in a body.
func (s *site) ask(f answerFormat) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		statement, status, err := s.statement(w, r)
		if err != nil {
			problem(w, r, status, err.Error())
			return
		}
		s.answer(w, r, serve.Question{SQL: statement, Rows: s.Rows}, f)
	}
}

// statement is the SQL of a request: q in the address or in a form, or the body as it is.
func (s *site) statement(w http.ResponseWriter, r *http.Request) (string, int, error) {
	if r.Method != http.MethodPost {
		statement := r.URL.Query().Get("q")
		switch {
		case strings.TrimSpace(statement) == "":
			return "", http.StatusBadRequest, fmt.Errorf("want SQL in q, as %s?q=select+1", r.URL.Path)
		case int64(len(statement)) > s.InAddress:
			return "", http.StatusRequestURITooLong, fmt.Errorf("want at most %d bytes of SQL in an address, got %d; send it in a body", s.InAddress, len(statement))
		}
		return statement, 0, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.InBody))
	if err != nil {
		return "", http.StatusRequestEntityTooLarge, fmt.Errorf("want at most %d bytes of SQL", s.InBody)
	}
	statement := string(body)
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media == "application/x-www-form-urlencoded" {
		values, err := parseForm(statement)
		if err != nil {
			return "", http.StatusBadRequest, err
		}
		statement = values
	}
	if strings.TrimSpace(statement) == "" {
		return "", http.StatusBadRequest, errors.New("want SQL in the body, got nothing")
	}
	return statement, 0, nil
}
