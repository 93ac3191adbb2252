package web

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline/serve"
)

// answerFormat is a format of an answer: its extension in a URL, its media type, and its name in package formats. The
// name is empty for the Arrow IPC stream, which is passed on unchanged.
type answerFormat struct{ extension, media, name string }

var answerFormats = []answerFormat{
	{"json", "application/json", "json"},
	{"jsonl", "application/x-ndjson", "jsonl"},
	{"csv", "text/csv; charset=utf-8", "csv"},
	{"md", "text/markdown; charset=utf-8", "markdown"},
	{"arrow", "application/vnd.apache.arrow.stream", ""},
	{"parquet", "application/vnd.apache.parquet", "parquet"},
}

// formatOf returns the format of an extension or, without an extension, the one that the client prefers by its header
// Accept. It reports false for an unknown extension, and for a browser, which wants a page.
func formatOf(extension string, r *http.Request) (answerFormat, bool) {
	for _, f := range answerFormats {
		if f.extension == extension {
			return f, true
		}
	}
	if extension != "" {
		return answerFormat{}, false
	}
	var best answerFormat
	bestQuality := 0.0
	for accepted := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		media, parameters, err := mime.ParseMediaType(accepted)
		if err != nil {
			continue
		}
		quality := 1.0
		if given, isGiven := parameters["q"]; isGiven {
			if quality, err = strconv.ParseFloat(given, 64); err != nil {
				continue
			}
		}
		if quality <= bestQuality {
			continue
		}
		if media == "text/html" || media == "application/xhtml+xml" {
			best, bestQuality = answerFormat{}, quality
			continue
		}
		for _, f := range answerFormats {
			if known, _, _ := strings.Cut(f.media, ";"); known == media {
				best, bestQuality = f, quality
			}
		}
	}
	return best, best.extension != ""
}

// wantsPage reports whether the client prefers a page: it accepts one, and prefers no format of answers to it.
func wantsPage(r *http.Request) bool {
	_, isFormat := formatOf("", r)
	return !isFormat && acceptsPage(r)
}

func acceptsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// Headers of an answer.
const (
	// headerCut states that an answer has more rows than it shows.
	headerCut = "Breachstats-Cut"
	// headerGeneration identifies the database that answers.
	headerGeneration = "Breachstats-Database"
)

func clientOf(r *http.Request) string { return serve.ClientOf(r.Context()) }

// answer asks a question and writes its answer, cut at q.Rows if it is longer, which it then says. If next is not
// empty, the client asked for a part: a header gives next, the URL of the rows that follow.
func (s *site) answer(w http.ResponseWriter, r *http.Request, q serve.Question, f answerFormat, next string) {
	if f.extension == "parquet" {
		s.parquet(w, r, q, next)
		return
	}
	tag := etag(s.Pool.Generation(), f.extension)
	if r.Method == http.MethodGet && strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.Header().Set("ETag", tag)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	asked, err := s.Pool.Ask(r.Context(), clientOf(r), q, s.Time, "")
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer asked.Close()
	// The rows are limited, so it is known whether there are more before the first byte is sent.
	var ending serve.Ending
	if q.Rows > 0 {
		if ending, err = asked.Ending(); err != nil {
			s.refuse(w, r, err)
			return
		}
	}
	header := w.Header()
	header.Set("Content-Type", f.media)
	header.Set("ETag", etag(asked.Generation, f.extension))
	header.Set("Cache-Control", "no-cache") // clients revalidate by the ETag
	header.Set("Vary", "Accept, Accept-Encoding")
	header.Set(headerGeneration, asked.Generation)
	ending.IsCut = s.sayMore(header, ending, next)
	if f.name == "" {
		_, err = io.Copy(w, asked)
	} else {
		err = writeRecords(w, asked, f, ending)
	}
	if err != nil {
		panic(http.ErrAbortHandler) // a client must not take half an answer for a whole one
	}
}

func etag(generation, extension string) string { return `"` + generation + "-" + extension + `"` }

// writeRecords writes an answer in a format. A cut answer says so in its body if the format allows it: in a last line
// of CSV and Markdown, and in a last object of JSON lines; JSON becomes an object.
func writeRecords(w io.Writer, asked *serve.Answer, f answerFormat, ending serve.Ending) error {
	rows, err := asked.Records()
	if err != nil {
		return err
	}
	defer rows.Release()
	note := fmt.Sprintf("cut after %d rows; there are more", ending.Rows)
	if ending.IsCut && f.extension == "json" {
		if _, err := fmt.Fprintf(w, "{\"cut\": %q, \"rows\": ", note); err != nil {
			return err
		}
	}
	out, err := formats.New(f.name, w, rows.Schema(), formats.Options{})
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := out.Write(rows.RecordBatch()); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	if !ending.IsCut {
		return nil
	}
	switch f.extension {
	case "json":
		_, err = io.WriteString(w, "}\n")
	case "jsonl":
		_, err = fmt.Fprintf(w, "{\"cut\": %q}\n", note)
	case "csv", "md":
		_, err = fmt.Fprintf(w, "# %s\n", note)
	}
	return err
}

// statusOf returns the HTTP status of a fault.
func statusOf(fault serve.Fault) int {
	switch fault {
	case serve.FaultSQL:
		return http.StatusBadRequest
	case serve.FaultRefused:
		return http.StatusForbidden
	case serve.FaultTime, serve.FaultMemory:
		return http.StatusUnprocessableEntity
	case serve.FaultBusy, serve.FaultServer:
		return http.StatusServiceUnavailable
	case serve.FaultChanged:
		return http.StatusConflict
	case serve.FaultEnded:
		return 499 // the client is gone; the status is for the record only
	}
	return http.StatusInternalServerError
}

// retryAfter is the number of seconds after which a client should ask again if all workers are busy.
const retryAfter = "5"

func (s *site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	fault := serve.FaultOf(err)
	if fault == serve.FaultBusy || fault == serve.FaultServer {
		w.Header().Set("Retry-After", retryAfter)
	}
	w.Header().Set("Cache-Control", "no-store")
	s.write(w, r, statusOf(fault), asProblem(err))
}
