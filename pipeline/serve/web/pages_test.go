package web

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
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

// The words that decided are marked where the rules read them, once, in any case and over line ends.
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
		if want := count(c.filter); strconv.Itoa(found.Breaches) != want || len(found.Rows) != min(found.Breaches, foundOnPage) || (found.Next != nil) != (found.Breaches > foundOnPage) {
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
	if want := s.value(t, "select count(*) from marts.breaches"); strconv.Itoa(len(seen)) != want {
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
		if len(feed.Entries) != least || feed.Updated != "2025-10-17T00:00:00Z" || !strings.HasPrefix(feed.Title, "SYNTHETIC") {
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
		{"/search?q=%ff%fe", 400, "not text"},
		{"/search?q=a%00b", 400, "not text"},
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
