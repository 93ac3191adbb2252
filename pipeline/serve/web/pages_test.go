package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func TestBreachPageHasItsStory(t *testing.T) {
	s := serveSample(t, nil)
	id := s.value(t, `
		select breach_id from marts.breaches
		join marts.breach_versions as older using (breach_id)
		where breaches.origin_basis = 'description' and older.version = 1 and older.individuals <> breaches.individuals
		order by 1 limit 1`)
	of := func(expression string) string {
		return s.value(t, "select "+expression+" from marts.breaches where breach_id = '"+id+"'")
	}
	page := s.get(t, http.MethodGet, "/breach/"+id, asPage)
	if page.status != http.StatusOK {
		t.Fatalf("got %d: %s", page.status, page.body)
	}
	text := html.UnescapeString(page.body)
	for _, want := range []string{
		of("origin_rule"), of("source_file"), of("'line ' || source_line"), of("'capture of ' || first_captured_on"),
		s.value(t, "select individuals from marts.breach_versions where version = 1 and breach_id = '"+id+"'"), of("individuals"),
	} {
		if want == "" || !strings.Contains(text, want) {
			t.Errorf("want %q in the page of %s", want, id)
		}
	}
	quote := regexp.MustCompile(`(?s)<blockquote>.*</blockquote>`).FindString(text)
	if marks := regexp.MustCompile(`<mark>(.*?)</mark>`).FindAllStringSubmatch(quote, -1); len(marks) != 1 || !strings.EqualFold(strings.Join(strings.Fields(marks[0][1]), " "), of("origin_evidence")) {
		t.Errorf("want the words %q marked once in the description, got %q", of("origin_evidence"), marks)
	}
	var found struct {
		Breach   map[string]any
		Versions []map[string]any
		Changes  []struct {
			Column string `json:"changed_column"`
			Old    string `json:"old_value"`
		}
		Rules []struct{ Outcome string }
	}
	asJSON := s.get(t, http.MethodGet, "/breach/"+id+".json", nil)
	if err := json.Unmarshal([]byte(asJSON.body), &found); err != nil {
		t.Fatal(err)
	}
	if found.Breach["breach_id"] != id || len(found.Versions) < 2 || len(found.Rules) == 0 || found.Rules[0].Outcome == "" {
		t.Errorf("got %+v", found)
	}
	if !slices.ContainsFunc(found.Changes, func(c struct {
		Column string `json:"changed_column"`
		Old    string `json:"old_value"`
	}) bool {
		return c.Column == "individuals" && c.Old != ""
	}) {
		t.Errorf("want the change of individuals, got %+v", found.Changes)
	}
}

// The words that decided are marked where the rules read them, once, whatever their case and line ends.
func TestDecisiveWordsAreMarked(t *testing.T) {
	for _, c := range []struct{ name, description, narrative, evidence, want string }{
		{"in any case", "A Laptop was lost.", "A Laptop was lost.", "laptop", "A [Laptop] was lost."},
		{"over a line end", "It was sent to the wrong\nrecipient.", "It was sent to the wrong\nrecipient.", "wrong recipient", "It was sent to the [wrong\nrecipient]."},
		{"in the part that was read", "Laptops were encrypted later. A laptop was lost.", "A laptop was lost.", "laptop", "Laptops were encrypted later. A [laptop] was lost."},
		{"signs that mean something in a pattern", "Cost (all) of it+.", "Cost (all) of it+.", "(all) of it+", "Cost [(all) of it+]."},
		{"not there", "A laptop.", "A laptop.", "server", "A laptop."},
		{"none", "A laptop.", "", "", "A laptop."},
	} {
		got := ""
		for _, part := range decisive(c.description, c.narrative, c.evidence) {
			if part.IsMarked {
				part.Text = "[" + part.Text + "]"
			}
			got += part.Text
		}
		if got != c.want {
			t.Errorf("%s: want %q, got %q", c.name, c.want, got)
		}
	}
}

func TestExcerptsAreAroundTheWord(t *testing.T) {
	long := strings.Repeat("many words before it ", 40) + "the Ünïque laptop " + strings.Repeat("é and words after it ", 40)
	got := excerpt(long, wordPattern([]string{"laptop"}), 200)
	if !strings.Contains(got, "laptop") || len(got) > 230 || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || strings.ToValidUTF8(got, "?") != got {
		t.Errorf("got %q", got)
	}
	if got := excerpt("short", nil, 200); got != "short" {
		t.Errorf("got %q", got)
	}
}

func TestSearchFindsWhatHasEveryWord(t *testing.T) {
	s := serveSample(t, nil)
	count := func(filter string) string {
		return s.value(t, "select count(distinct breach_id) from marts.breach_versions where "+filter)
	}
	both := "lower(entity_name || ' ' || coalesce(description, ''))"
	for _, c := range []struct{ name, words, filter string }{
		{"one word", "laptop", "contains(" + both + ", 'laptop')"},
		{"any case", "LapTop", "contains(" + both + ", 'laptop')"},
		{"every word", "laptop clinic", "contains(" + both + ", 'laptop') and contains(" + both + ", 'clinic')"},
		{"a phrase", `"wrong recipient"`, "contains(" + both + ", 'wrong recipient')"},
		{"an open quote", `"laptop`, "contains(" + both + ", 'laptop')"},
		{"signs of SQL", `laptop' or '1'='1`, "contains(" + both + ", 'laptop''') and contains(" + both + ", 'or') and contains(" + both + ", '''1''=''1')"},
		{"a percent sign", "100%zz", "contains(" + both + ", '100%zz')"},
	} {
		var found struct {
			Breaches int
			Rows     []map[string]any
			Next     *string
		}
		answer := s.get(t, http.MethodGet, "/search.json?"+url.Values{"q": {c.words}}.Encode(), nil)
		if err := json.Unmarshal([]byte(answer.body), &found); err != nil {
			t.Fatalf("%s: %v: %s", c.name, err, answer.body)
		}
		if want := count(c.filter); fmt.Sprint(found.Breaches) != want || len(found.Rows) != min(found.Breaches, foundOnPage) || (found.Next != nil) != (found.Breaches > foundOnPage) {
			t.Errorf("%s: want %s breaches, got %d with %d rows, next %v", c.name, want, found.Breaches, len(found.Rows), found.Next)
		}
	}
	page := s.get(t, http.MethodGet, "/search?q=laptop", asPage).body
	if !strings.Contains(page, "<mark>laptop</mark>") || !strings.Contains(page, `rel="next"`) {
		t.Errorf("want words marked and a next page, got %s", page)
	}
	for _, hostile := range []string{`<script>alert(1)</script>`, `"><img src=x>`} {
		if page := s.get(t, http.MethodGet, "/search?"+url.Values{"q": {hostile}}.Encode(), asPage).body; strings.Contains(page, hostile) {
			t.Errorf("want %q escaped", hostile)
		}
	}
}

// Every page of a search together has each breach once.
func TestSearchPagesFitTogether(t *testing.T) {
	s := serveSample(t, nil)
	seen := map[string]bool{}
	address := "/search.json?q=email"
	for address != "" {
		var found struct {
			Breaches int
			Rows     []struct {
				ID string `json:"breach_id"`
			}
			Next *string
		}
		if err := json.Unmarshal([]byte(s.get(t, http.MethodGet, address, nil).body), &found); err != nil {
			t.Fatal(err)
		}
		for _, row := range found.Rows {
			if seen[row.ID] {
				t.Errorf("%s twice", row.ID)
			}
			seen[row.ID] = true
		}
		if address = ""; found.Next != nil {
			address = *found.Next
		} else if len(seen) != found.Breaches || len(seen) <= foundOnPage {
			t.Errorf("want %d breaches on more than one page, got %d", found.Breaches, len(seen))
		}
	}
}

func TestTablePageCountsValues(t *testing.T) {
	s := serveSample(t, nil)
	page := html.UnescapeString(s.get(t, http.MethodGet, "/marts/breaches?state=CA", asPage).body)
	rows := s.value(t, "select count(*) from marts.breaches where state = 'CA'")
	thefts := s.value(t, "select count(*) from marts.breaches where state = 'CA' and list_contains(breach_types, 'Theft')")
	for _, want := range []string{rows + " rows", "One row per breach ever listed", "state is CA", `href="/marts/breaches.csv?state=CA"`, `href="/breach/`} {
		if !strings.Contains(page, want) {
			t.Errorf("want %q in the page", want)
		}
	}
	if !regexp.MustCompile(`breach_types=Theft[^>]*>Theft</a> <span class="count">` + thefts + `<`).MatchString(page) {
		t.Errorf("want %s thefts of California counted in %s", thefts, page)
	}
	if page := s.get(t, http.MethodGet, "/marts/breaches?_facet=origin", asPage); page.status != 200 || !strings.Contains(html.UnescapeString(page.body), `origin__isnull=1`) {
		t.Errorf("want origins counted, blank ones too, got %d", page.status)
	}
}

// Pages of a table, sorted by a column with many like values, have every row once.
func TestTablePagesFitTogether(t *testing.T) {
	s := serveSample(t, nil)
	seen := map[string]bool{}
	address := "/marts/breaches.json?_sort_desc=state&_size=400&_columns=breach_id"
	for address != "" {
		answer := s.get(t, http.MethodGet, address, nil)
		var rows []struct {
			ID string `json:"breach_id"`
		}
		if err := json.Unmarshal([]byte(answer.body), &rows); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		for _, row := range rows {
			if seen[row.ID] {
				t.Errorf("%s twice", row.ID)
			}
			seen[row.ID] = true
		}
		link, _, _ := strings.Cut(answer.header.Get("Link"), ">")
		address = strings.TrimPrefix(link, "<")
		if answer.header.Get(headerCut) != "" {
			t.Error("want a part that was asked for not called cut")
		}
	}
	if want := s.value(t, "select count(*) from marts.breaches"); fmt.Sprint(len(seen)) != want {
		t.Errorf("want %s breaches, got %d", want, len(seen))
	}
}

// Every table for readers and every macro has a page; every page has the strict policy and no inline style.
func TestEveryRelationHasAPage(t *testing.T) {
	s := serveSample(t, nil)
	var tables []wordTable
	if err := json.Unmarshal([]byte(s.get(t, http.MethodGet, "/-/schema.json", nil).body), &tables); err != nil || len(tables) < 50 {
		t.Fatalf("got %d tables, %v", len(tables), err)
	}
	for _, table := range tables {
		path := "/" + table.Schema + "/" + table.Name
		page := s.get(t, http.MethodGet, path, asPage)
		if page.status != http.StatusOK || !strings.Contains(page.header.Get("Content-Security-Policy"), "script-src 'self';") || strings.Contains(page.body, " style=") || strings.Contains(page.body, "<style") {
			t.Errorf("%s: got %d, %s", path, page.status, page.header)
		}
		for _, column := range table.Columns {
			if column.Comment != "" && !strings.Contains(html.UnescapeString(page.body), column.Comment) {
				t.Errorf("%s: want the meaning of %s", path, column.Name)
			}
		}
	}
	for path, want := range map[string]string{"/": "What is here", "/-/": "marts.breaches", "/figures": "figures.breaches_by_year", "/marts/breaches_as_of?day=2023-01-01": "rows"} {
		if page := s.get(t, http.MethodGet, path, asPage); page.status != http.StatusOK || !strings.Contains(page.body, want) {
			t.Errorf("%s: want %q, got %d", path, want, page.status)
		}
	}
}

// Every worked question of docs/sql.md has a page with an answer.
func TestWorkedQuestionsAnswer(t *testing.T) {
	s := serveSample(t, nil)
	all, err := workedQueries()
	if err != nil || len(all) < 15 {
		t.Fatalf("got %d questions, %v", len(all), err)
	}
	names := map[string]bool{}
	for _, one := range all {
		if names[one.Name] {
			t.Errorf("%s twice", one.Name)
		}
		names[one.Name] = true
		page := s.get(t, http.MethodGet, "/queries/"+one.Name, asPage)
		if page.status != http.StatusOK || !strings.Contains(page.body, "<h1>") || one.Note == "" {
			t.Errorf("%s: got %d: %s", one.Name, page.status, page.body)
		}
		asked := s.get(t, http.MethodGet, "/sql.csv?"+url.Values{"q": {one.SQL}}.Encode(), nil)
		if csv := s.get(t, http.MethodGet, "/queries/"+one.Name+".csv", nil); csv.status != 200 || csv.body != asked.body {
			t.Errorf("%s: want what /sql answers, got %d: %s", one.Name, csv.status, csv.body)
		}
	}
	if page := s.get(t, http.MethodGet, "/queries", asPage).body; !strings.Contains(page, `href="/queries/how-many-breaches-per-year"`) {
		t.Errorf("got %s", page)
	}
}

// Feeds have stable ids, times of the data and no two like entries; they are the same each time.
func TestFeedsAreOfTheData(t *testing.T) {
	s := serveSample(t, nil)
	for name, least := range map[string]int{"/feeds/breaches.atom": 200, "/feeds/captures.atom": 2} {
		answer := s.get(t, http.MethodGet, name, nil)
		var feed atomFeed
		if err := xml.Unmarshal([]byte(answer.body), &feed); err != nil || !strings.HasPrefix(answer.header.Get("Content-Type"), "application/atom+xml") {
			t.Fatalf("%s: %v: %s", name, err, answer.body)
		}
		if len(feed.Entries) != least || feed.Updated != "2025-06-02T00:00:00Z" || !strings.HasPrefix(feed.Title, "SYNTHETIC") {
			t.Errorf("%s: got %d entries, %s, %s", name, len(feed.Entries), feed.Updated, feed.Title)
		}
		ids := map[string]bool{feed.ID: true}
		for i, entry := range feed.Entries {
			if _, err := time.Parse(time.RFC3339, entry.Updated); err != nil || ids[entry.ID] || entry.Title == "" || entry.Summary == "" {
				t.Errorf("%s: got %+v, %v", name, entry, err)
			}
			if i > 0 && entry.Updated > feed.Entries[i-1].Updated {
				t.Errorf("%s: want the newest first", name)
			}
			ids[entry.ID] = true
		}
		if link := s.get(t, http.MethodGet, feed.Entries[0].Link.Href, asPage); link.status != http.StatusOK {
			t.Errorf("%s: got %d", feed.Entries[0].Link.Href, link.status)
		}
		if again := s.get(t, http.MethodGet, name, nil); again.body != answer.body {
			t.Errorf("%s: want the same twice", name)
		}
	}
}

// What is wrong with a request is said in words, in the form that was asked for.
func TestBadRequestsInEveryForm(t *testing.T) {
	s := serveSample(t, nil)
	for _, c := range []struct {
		path   string
		status int
		words  string
	}{
		{"/breach/nobody", 404, "want the id of a breach"},
		{"/breach/0000000000000000", 404, "no breach has the id"},
		{"/breach/0000000000000000.json", 404, "no breach has the id"},
		{"/search.json", 400, "want words in q"},
		{"/search?q=" + strings.Repeat("x", 501), 400, "at most 500 bytes"},
		{"/search?q=" + strings.Repeat("x+", 11), 400, "at most 10 words"},
		{"/search?q=%ff%fe", 400, "no text"},
		{"/search?q=a%00b", 400, "no text"},
		{"/search?q=a&_offset=-1", 400, "whole number"},
		{"/search?q=zebrafish&_offset=5", 404, "fewer breaches"},
		{"/queries/nothing", 404, "/queries lists all"},
		{"/queries/how-many-breaches-per-year.xml", 404, "/queries lists all"},
		{"/feeds/nothing", 404, "/feeds/breaches.atom"},
		{"/marts/breaches?_size=0", 400, "want 1 or more"},
		{"/marts/breaches?_size=9999999999999999999", 400, "whole number"},
		{"/marts/breaches.csv?_offset=x", 400, "whole number"},
		{"/marts/breaches.md?individuals=many", 400, "many"},
		{"/marts/breaches?_facet=nothing", 400, "has no column"},
		{"/nothing/at/all", 404, "/-/ lists what is here"},
		{"/marts/nothing.parquet", 404, "/-/ lists what is here"},
		{"/-/assets/x/nothing", 404, "/-/ lists what is here"},
		{"/sql.csv?q=select+bogus", 400, "bogus"},
	} {
		for name, header := range map[string]http.Header{"page": asPage, "program": nil, "JSON": {"Accept": {"application/json"}}} {
			answer := s.get(t, http.MethodGet, c.path, header)
			media := answer.header.Get("Content-Type")
			isRight := strings.HasPrefix(media, "text/html") && strings.Contains(answer.body, "<main")
			if name != "page" {
				isRight = strings.HasPrefix(media, "application/json") && json.Valid([]byte(answer.body)) || strings.HasPrefix(media, "text/plain") && strings.HasPrefix(answer.body, "error: ")
			}
			if name == "page" && strings.HasSuffix(c.path, ".json") {
				isRight = true
			}
			if answer.status != c.status || !strings.Contains(html.UnescapeString(answer.body), c.words) || !isRight {
				t.Errorf("%s as %s: want %d with %q, got %d, %s: %s", c.path, name, c.status, c.words, answer.status, media, answer.body)
			}
		}
	}
	if answer := s.get(t, http.MethodDelete, "/marts/breaches", nil); answer.status != 405 || !strings.Contains(answer.body, "want GET") {
		t.Errorf("got %d: %s", answer.status, answer.body)
	}
}

// The header Accept decides where the address does not, by its weights.
func TestAcceptDecides(t *testing.T) {
	s := serveSample(t, nil)
	for _, c := range []struct{ accept, want string }{
		{"text/csv", "text/csv"},
		{"application/json", "application/json"},
		{"text/html;q=0.5, text/csv", "text/csv"},
		{"text/csv;q=0.5, application/json;q=0.9", "application/json"},
		{"text/html, text/csv;q=0.9", "text/html"},
		{"application/vnd.apache.parquet", "application/vnd.apache.parquet"},
		{"*/*", "application/json"},
		{"", "application/json"},
		{"nonsense;;;", "application/json"},
	} {
		for _, path := range []string{"/marts/captures", "/queries/how-many-breaches-per-year"} {
			if answer := s.get(t, http.MethodGet, path, http.Header{"Accept": {c.accept}}); answer.status != 200 || !strings.HasPrefix(answer.header.Get("Content-Type"), c.want) {
				t.Errorf("%s for %q: want %s, got %d, %s", path, c.accept, c.want, answer.status, answer.header.Get("Content-Type"))
			}
		}
	}
}

// ranged reads an answer by parts, as a reader of Parquet does; it counts what it got.
type ranged struct {
	t        *testing.T
	of       served
	path     string
	size, at int64
	got      *int64
	tag      string
}

func (r *ranged) ReadAt(into []byte, from int64) (int, error) {
	if from >= r.size {
		return 0, io.EOF
	}
	answer := r.of.get(r.t, http.MethodGet, r.path, http.Header{"Range": {fmt.Sprintf("bytes=%d-%d", from, from+int64(len(into))-1)}, "If-Match": {r.tag}, "Accept-Encoding": {"gzip, zstd"}})
	if answer.status != http.StatusPartialContent {
		return 0, fmt.Errorf("want a part, got %d: %.100s", answer.status, answer.body)
	}
	n := copy(into, answer.body)
	if *r.got += int64(n); n < len(into) {
		return n, io.EOF
	}
	return n, nil
}

func (r *ranged) Seek(by int64, from int) (int64, error) {
	switch from {
	case io.SeekCurrent:
		by += r.at
	case io.SeekEnd:
		by += r.size
	}
	r.at = by
	return by, nil
}

// W12: Parquet is read in parts, and a part beyond its end is refused.
func TestW12PartsOfParquet(t *testing.T) {
	s := serveSample(t, nil)
	for _, path := range []string{"/marts/breach_versions.parquet", "/sql.parquet?q=from+marts.breach_versions", "/queries/what-is-in-this-database.parquet"} {
		head := s.get(t, http.MethodHead, path, http.Header{"Accept-Encoding": {"gzip"}})
		var size int64
		if _, err := fmt.Sscan(head.header.Get("Content-Length"), &size); err != nil || head.status != 200 || head.header.Get("Accept-Ranges") != "bytes" || head.body != "" {
			t.Fatalf("%s: got %d, %s", path, head.status, head.header)
		}
		var got int64
		read := &ranged{t: t, of: s, path: path, size: size, got: &got, tag: head.header.Get("ETag")}
		opened, err := file.NewParquetReader(read)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if opened.NumRows() == 0 || size > 100_000 && got > size/2 {
			t.Errorf("%s: got %d rows from %d of %d bytes", path, opened.NumRows(), got, size)
		}
		whole := s.get(t, http.MethodGet, path, nil)
		for ask, want := range map[string]struct {
			status int
			body   string
		}{
			"bytes=0-3":                       {206, "PAR1"},
			"bytes=-4":                        {206, "PAR1"},
			fmt.Sprintf("bytes=%d-", size-4):  {206, "PAR1"},
			fmt.Sprintf("bytes=4-%d", size*2): {206, whole.body[4:]},
			fmt.Sprintf("bytes=%d-", size):    {416, ""},
			"bytes=99999999999999999999-":     {416, ""},
			"bytes=5-2":                       {416, ""},
			"lines=1-2":                       {416, ""},
		} {
			part := s.get(t, http.MethodGet, path, http.Header{"Range": {ask}})
			if part.status != want.status || want.status == 206 && part.body != want.body {
				t.Errorf("%s %s: want %d, got %d with %d bytes", path, ask, want.status, part.status, len(part.body))
			}
			if want.status == 416 && strings.HasPrefix(ask, "bytes=") && part.header.Get("Content-Range") != fmt.Sprintf("bytes */%d", size) && ask != "bytes=5-2" && !strings.HasPrefix(ask, "bytes=999") {
				t.Errorf("%s: want the size said, got %s", ask, part.header)
			}
		}
		if other := s.get(t, http.MethodGet, path, http.Header{"Range": {"bytes=0-3"}, "If-Match": {`"another"`}}); other.status != http.StatusPreconditionFailed {
			t.Errorf("want parts of another answer refused, got %d", other.status)
		}
		if old := s.get(t, http.MethodGet, path, http.Header{"Range": {"bytes=0-3"}, "If-Range": {`"another"`}}); old.status != 200 || len(old.body) != len(whole.body) {
			t.Errorf("want the whole for a part of another answer, got %d", old.status)
		}
	}
}

// What is kept of Parquet is bounded, and the last asked for stays.
func TestKeptParquetIsBounded(t *testing.T) {
	var p parquetFiles
	for i := range 3 * mostKept {
		p.keep(&parquetFile{key: fmt.Sprint(i), size: 1})
		if p.find("0") == nil {
			t.Fatalf("want what is asked for again and again kept, lost at %d", i)
		}
	}
	if len(p.kept) != mostKept || p.find("1") != nil {
		t.Errorf("want %d kept, got %d", mostKept, len(p.kept))
	}
	p.keep(&parquetFile{key: "large", size: mostKeptBytes})
	p.keep(&parquetFile{key: "small", size: 1})
	if len(p.kept) != 1 || p.find("small") == nil {
		t.Errorf("want the bytes bounded, got %d files", len(p.kept))
	}
}

// Answers are compressed as the client asks; what is in them is the same.
func TestAnswersAreCompressed(t *testing.T) {
	s := serveSample(t, nil)
	plain := s.get(t, http.MethodGet, "/marts/breaches.csv", nil).body
	for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(in io.Reader) (io.Reader, error) { return gzip.NewReader(in) },
		"zstd": func(in io.Reader) (io.Reader, error) { return zstd.NewReader(in) },
	} {
		answer := s.get(t, http.MethodGet, "/marts/breaches.csv", http.Header{"Accept-Encoding": {encoding}})
		in, err := open(strings.NewReader(answer.body))
		if err != nil || answer.header.Get("Content-Encoding") != encoding {
			t.Fatalf("%s: %v, %s", encoding, err, answer.header)
		}
		if text, err := io.ReadAll(in); err != nil || string(text) != plain || len(answer.body) > len(plain)/2 {
			t.Errorf("%s: %v, %d of %d bytes", encoding, err, len(answer.body), len(plain))
		}
	}
}

// A page of another site may read and not post, and asks before it reads with a token.
func TestOtherSitesMayRead(t *testing.T) {
	s := serveSample(t, func(o *Options) { o.Allow = func(*http.Request) (string, bool) { return "", false } })
	before := s.get(t, http.MethodOptions, "/marts/breaches.json", http.Header{"Origin": {"https://example.org"}, "Access-Control-Request-Method": {"GET"}, "Access-Control-Request-Headers": {"authorization"}})
	if before.status != 204 || before.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(before.header.Get("Access-Control-Allow-Headers"), "Authorization") || strings.Contains(before.header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("got %d, %s", before.status, before.header)
	}
	refused := s.get(t, http.MethodGet, "/marts/breaches.json", nil)
	if ways := refused.header.Values("WWW-Authenticate"); refused.status != 401 || len(ways) != 2 || !strings.HasPrefix(ways[1], "Basic") {
		t.Errorf("want two ways to send a token, got %d, %s", refused.status, ways)
	}
}

// W14: 20,000 brackets, SQL of 5 MB and NUL bytes end with words, and the server goes on.
func TestW14OddSQL(t *testing.T) {
	s := serveSample(t, nil)
	for name, c := range map[string]struct {
		sql    string
		status []int
	}{
		"20,000 brackets": {strings.Repeat("(", 20_000) + "select 1" + strings.Repeat(")", 20_000), []int{400, 422}},
		"5 MB":            {"select '" + strings.Repeat("x", 5_000_000) + "'", []int{413}},
		"NUL bytes":       {"select 1\x00; drop table marts.breaches", []int{400}},
		"no UTF-8":        {"select '\xff\xfe'", []int{400}},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/sql.json", strings.NewReader(c.sql))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close() // it was read whole
		var said problemBody
		if err := json.Unmarshal(body, &said); err != nil || !slices.Contains(c.status, answer.StatusCode) || said.Error == "" {
			t.Errorf("%s: got %d: %.300s", name, answer.StatusCode, body)
		}
	}
	if got := s.value(t, "select 42"); got != "42" {
		t.Errorf("want the next question answered, got %q", got)
	}
}

// The log names the client: by its token, or by its address, which a proxy hands on and a client cannot choose.
func TestTheLogNamesTheClient(t *testing.T) {
	for _, c := range []struct {
		name          string
		change        func(*Options)
		header        http.Header
		client, place string
	}{
		{"by its address", nil, http.Header{"X-Forwarded-For": {"192.0.2.7"}}, "127.0.0.1", "127.0.0.1"},
		{"by its token", func(o *Options) { o.Allow = func(*http.Request) (string, bool) { return "newsroom", true } }, nil, "newsroom", "127.0.0.1"},
		{"behind a proxy", func(o *Options) { o.IsBehindProxy = true }, http.Header{"X-Forwarded-For": {"203.0.113.9, 192.0.2.7"}}, "192.0.2.7", "192.0.2.7"},
		{"behind a proxy that says nothing", func(o *Options) { o.IsBehindProxy = true }, http.Header{"X-Forwarded-For": {"nobody"}}, "127.0.0.1", "127.0.0.1"},
		{"turned away", func(o *Options) { o.Allow = func(*http.Request) (string, bool) { return "", false } }, nil, "127.0.0.1", "127.0.0.1"},
	} {
		logged := make(lines, 1)
		s := serveSample(t, func(o *Options) {
			o.Access = slog.New(slog.NewJSONHandler(logged, nil))
			if c.change != nil {
				c.change(o)
			}
		})
		s.get(t, http.MethodGet, "/-/status", c.header)
		var line struct{ Client, Address, Path string }
		text := <-logged // it comes after the answer
		if err := json.Unmarshal([]byte(text), &line); err != nil || line.Client != c.client || line.Address != c.place || line.Path != "/-/status" {
			t.Errorf("%s: want %s at %s, got %s, %v", c.name, c.client, c.place, text, err)
		}
	}
}

// lines hands on what is written to it, line by line.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}
