package pipeline

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
	"github.com/google/go-cmp/cmp"
)

type readFeed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Subtitle string   `xml:"subtitle"`
	Updated  string   `xml:"updated"`
	Author   string   `xml:"author>name"`
	Links    []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID         string `xml:"id"`
		Title      string `xml:"title"`
		Updated    string `xml:"updated"`
		Summary    string `xml:"summary"`
		Categories []struct {
			Term string `xml:"term,attr"`
		} `xml:"category"`
		Links []struct {
			Rel string `xml:"rel,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

// feedOf reads the published feed and checks it against RFC 4287: required elements, ids that are
// unique IRIs, times of RFC 3339, no markup, and no other elements than its own.
func feedOf(t *testing.T, o Options) readFeed {
	t.Helper()
	text := must.Get(os.ReadFile(filepath.Join(o.Out, "feed.atom")))(t)
	var feed readFeed
	must.Do(t, xml.Unmarshal(text, &feed))
	if feed.Title == "" || feed.Author == "" || feed.Subtitle == "" {
		t.Errorf("want title, author and subtitle, got %+v", feed)
	}
	if len(feed.Links) != 2 || feed.Links[0].Rel != "self" || feed.Links[0].Href != "feed.atom" {
		t.Errorf("want a link to itself, got %+v", feed.Links)
	}
	if strings.Contains(string(text), `type="html"`) {
		t.Error("want texts as text")
	}
	tag := regexp.MustCompile(`^tag:[a-z.]+,20\d\d:[a-z]+(/[0-9.-]+/[0-9a-f]{16})?$`)
	ids := map[string]bool{}
	check := func(id, updated string) {
		t.Helper()
		if _, err := time.Parse(time.RFC3339, updated); err != nil || !tag.MatchString(id) || ids[id] {
			t.Errorf("want an id of its own and a time, got %q, %q", id, updated)
		}
		ids[id] = true
	}
	check(feed.ID, feed.Updated)
	for _, entry := range feed.Entries {
		check(entry.ID, entry.Updated)
		if entry.Title == "" || entry.Summary == "" || len(entry.Categories) == 0 || len(entry.Links) != 1 || entry.Links[0].Rel != "alternate" {
			t.Errorf("want title, summary, category and link, got %+v", entry)
		}
	}
	return feed
}

func TestPublishFeedTellsWhatChanged(t *testing.T) {
	t.Parallel()
	o := publishTwoCaptures(t)
	feed := feedOf(t, o)
	var got []string
	for _, entry := range feed.Entries {
		terms := ""
		for _, category := range entry.Categories {
			terms += " " + category.Term
		}
		got = append(got, entry.Title+" |"+terms)
		if entry.Updated != laterDay+"T00:00:00Z" {
			t.Errorf("want the capture's day, got %s", entry.Updated)
		}
	}
	want := []string{
		"Revised: -More & <more>, TX: individuals 600 → 1,234,567 | revised",
		"Vanished: Gone, TX: 9,005 individuals | vanished",
		"New: +New \U0001F600, TX: 500 individuals | added",
		"Revised: =HYPERLINK(1), TX: locations Laptop → Email, Laptop | revised described",
		"Archived: Settled \uFFFD<b>&amp; Sons, TX: 7,001 individuals | archived",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if !strings.Contains(feed.Subtitle, "From the capture "+day+" to "+laterDay+": 5 breaches differ (1 added, 1 vanished, 2 revised, 1 moved, 1 described") {
		t.Errorf("want what was compared, got %s", feed.Subtitle)
	}
	if summary := feed.Entries[3].Summary; !strings.Contains(summary, "OCR has described it: A laptop was stolen.") {
		t.Errorf("want each change reported, got %s", summary)
	}
	t.Run("xmllint", func(t *testing.T) { validate(t, "xmllint", "--noout", filepath.Join(o.Out, "feed.atom")) })
}

// Captures of different views are not compared: a view that was not saved adds and removes nothing.
func TestPublishFeedComparesLikeWithLike(t *testing.T) {
	tier.Long(t, "feeds of several captures")
	t.Parallel()
	const between = "2024-10-20"
	o, _ := buildAll(t,
		textExport(day, "archive", exportText(plain("A"), plain("B"))),
		textExport(between, "under-investigation", exportText(plain("C"))),
		textExport(laterDay, "archive", exportText(plain("A"), plain("B"), plain("D").with(func(r *report) { r.submitted = "11/01/2024" }))))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	feed := feedOf(t, o)
	if len(feed.Entries) != 1 || feed.Entries[0].Title != "New: D, TX: 1,200 individuals" ||
		!strings.Contains(feed.Subtitle, "From the capture "+day+" to "+laterDay) {
		t.Errorf("want one new breach since the archive before, got %+v", feed)
	}
}

func TestPublishFeedHoldsTwoHundred(t *testing.T) {
	tier.Long(t, "a feed of two hundred entries")
	t.Parallel()
	var reports []report
	for i := range 230 {
		reports = append(reports, plain(fmt.Sprintf("New %d", i)).with(func(r *report) { r.individuals = strconv.Itoa(1000 + i); r.submitted = "11/01/2024" }))
	}
	o, _ := buildAll(t,
		textExport(day, "all", exportText(plain("A"))),
		textExport(laterDay, "all", exportText(append(reports, plain("A"))...)))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	feed := feedOf(t, o)
	if len(feed.Entries) != 200 || feed.Entries[0].Title != "New: New 229, TX: 1,229 individuals" || !strings.Contains(feed.Subtitle, "shows the other 30.") {
		t.Errorf("want the 200 largest of 230 and a word on the rest, got %d, %s", len(feed.Entries), feed.Subtitle)
	}
}

func TestPublishFeedOfOneCaptureIsEmpty(t *testing.T) {
	tier.Long(t, "a feed of each capture")
	t.Parallel()
	o, _ := buildAll(t, textExport(day, "all", exportText(plain("A"))))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if feed := feedOf(t, o); len(feed.Entries) != 0 || !strings.Contains(feed.Subtitle, "There is no earlier capture") {
		t.Errorf("want no entry and the reason, got %+v", feed)
	}
}
