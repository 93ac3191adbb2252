package web

import (
	"html/template"
	"net/http"
	"net/url"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// console is the page on which a person asks: a form that works without scripts.
func (s *site) console(w http.ResponseWriter, r *http.Request) {
	var page consolePage
	if f, isFormat := formatOf("", r); isFormat {
		s.ask(f)(w, r)
		return
	}
	var err error
	if page.Tables, err = s.catalogues.of(r.Context(), s.Pool); err != nil {
		refuse(w, r, err)
		return
	}
	status := http.StatusOK
	if r.Method == http.MethodPost || r.URL.Query().Has("q") {
		status = s.consoleAnswer(w, r, &page)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	_ = consoleTemplate.Execute(w, page) // a client that is gone needs no page
}

// consoleRows is how many rows the page shows; its links give all.
const consoleRows = 1000

type consolePage struct {
	SQL     string
	Address template.URL // q=… for the links to the formats
	Tables  *catalogue

	Problem *problemBody
	Columns []string
	Cells   [][]string
	IsCut   bool
	HasRows bool
}

func (s *site) consoleAnswer(w http.ResponseWriter, r *http.Request, page *consolePage) (status int) {
	statement, status, err := s.statement(w, r)
	if err != nil {
		page.Problem = &problemBody{Error: err.Error()}
		return status
	}
	page.SQL, page.Address = statement, template.URL(url.Values{"q": {statement}}.Encode())
	if err := s.consoleRows(r, page); err != nil {
		body := asProblem(err)
		page.Problem = &body
		if serve.FaultOf(err) == serve.FaultBusy {
			w.Header().Set("Retry-After", retryAfter)
		}
		return statusOf(serve.FaultOf(err))
	}
	return http.StatusOK
}

func (s *site) consoleRows(r *http.Request, page *consolePage) error {
	asked, err := s.Pool.Ask(r.Context(), clientOf(r), serve.Question{SQL: page.SQL, Rows: consoleRows}, s.Time, "")
	if err != nil {
		return err
	}
	defer asked.Close()
	rows, err := asked.Records()
	if err != nil {
		return err
	}
	defer rows.Release()
	for _, field := range rows.Schema().Fields() {
		page.Columns = append(page.Columns, field.Name)
	}
	for rows.Next() {
		batch := rows.RecordBatch()
		for i := range int(batch.NumRows()) {
			cells := make([]string, batch.NumCols())
			for j := range cells {
				if column := batch.Column(j); !column.IsNull(i) {
					cells[j] = column.ValueStr(i)
				}
			}
			page.Cells = append(page.Cells, cells)
		}
	}
	ending, err := asked.Ending()
	page.IsCut, page.HasRows = ending.IsCut, true
	return err
}

var consoleTemplate = template.Must(template.New("console").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ask the breach list in SQL</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 "Liberation Sans", Arial, Helvetica, sans-serif }
body { max-width: 72rem; margin: 0 auto; padding: 1rem }
textarea { width: 100%; box-sizing: border-box; font: 15px/1.4 "Liberation Mono", Menlo, monospace; padding: .5rem }
button { font: inherit; padding: .35rem 1rem; margin: .5rem 0 }
.scroll { overflow-x: auto; max-height: 70vh }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; border-bottom: 1px solid #8884; max-width: 40rem; overflow-wrap: anywhere }
.problem { border-left: .3rem solid #c33; padding-left: .75rem }
code { font-family: "Liberation Mono", Menlo, monospace }
</style>
</head>
<body>
<main>
<h1>Ask the breach list in SQL</h1>
<form action="/sql" method="get">
<label for="q">One select of DuckDB’s SQL</label>
<textarea id="q" name="q" rows="8" spellcheck="false" autocapitalize="off" required>{{.SQL}}</textarea>
<button>Ask</button>
</form>
{{with .Problem}}<div class="problem" role="alert"><h2>No answer</h2><p>{{.Error}}</p>{{if .Line}}<p>Line {{.Line}} of the SQL.</p>{{end}}</div>{{end}}
{{if .HasRows}}
<h2>{{len .Cells}} row{{if ne (len .Cells) 1}}s{{end}}{{if .IsCut}} shown; there are more{{end}}</h2>
<p>The answer as {{$a := .Address}}<a href="/sql.csv?{{$a}}">CSV</a>, <a href="/sql.json?{{$a}}">JSON</a>, <a href="/sql.jsonl?{{$a}}">JSON lines</a>,
<a href="/sql.md?{{$a}}">Markdown</a>, <a href="/sql.parquet?{{$a}}">Parquet</a> or <a href="/sql.arrow?{{$a}}">Arrow</a></p>
<div class="scroll" tabindex="0" role="region" aria-label="Rows of the answer">
<table><thead><tr>{{range .Columns}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .Cells}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>{{end}}</tbody></table>
</div>
{{end}}
<h2>Tables</h2>
{{range .Tables.Relations}}
<details><summary><code>{{.Schema}}.{{.Name}}</code></summary><p>{{.Comment}}</p>
{{if .Columns}}<dl>{{range .Columns}}<dt><code>{{.Name}}</code> {{.Type}}</dt><dd>{{.Comment}}</dd>{{end}}</dl>{{end}}
{{if .Parameters}}<p>Give it {{range $i, $p := .Parameters}}{{if $i}} and {{end}}<code>{{$p}}</code>{{end}}.</p>{{end}}
</details>
{{end}}
</main>
</body>
</html>
`))
