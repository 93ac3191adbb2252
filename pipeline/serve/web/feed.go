package web

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"strings"
)

// tagAuthority begins every id of a feed (RFC 4151): the project's site, and a year in which the project owned it.
const tagAuthority = "tag:breachstats.github.io,2026:"

// mostEntries is the most entries of a feed.
const mostEntries = "200"

// feedOf is a feed: its title, and the question that returns its entries, newest first, as id, day, title, summary and
// address.
type feedOf struct{ title, sql string }

// feeds holds the feeds by name. The date of an entry is the day of a capture, so a feed changes only with the data.
var feeds = map[string]feedOf{
	"breaches.atom": {"US health data breaches: new, changed and vanished", `
		with steps as (
			select breach_id, version, valid_from as day,
				case when version = 1 then 'New' when is_return then 'Back' else 'Changed' end as kind,
				case when version > 1 then 'Changed: ' || coalesce(nullif(array_to_string(changed_columns, ', '), ''), 'nothing') || '. ' else '' end as what,
				entity_name, state, individuals, submitted_on
			from marts.breach_versions
			union all by name
			select breach_id, version, valid_to as day, 'Vanished' as kind, 'The portal no longer lists it. ' as what, entity_name, state, individuals, submitted_on
			from marts.breach_versions
			where is_vanished
		)
		select
			'breach/' || breach_id || '/' || version || case when kind = 'Vanished' then '/vanished' else '' end as id,
			day,
			kind || ': ' || coalesce(entity_name, 'no name') || coalesce(', ' || state, '') as title,
			what || coalesce(individuals || ' people', 'People unknown') || '; submitted on ' || submitted_on || '.' as summary,
			'/breach/' || breach_id as address
		from steps
		order by day desc, submitted_on desc, id
		limit ` + mostEntries},
	"captures.atom": {"US health data breaches: captures of the list", `
		select
			'capture/' || capture as id,
			captured_on as day,
			'Capture of ' || capture as title,
			breaches || ' breaches, the newest submitted on ' || coalesce(cast(newest_submitted_on as varchar), 'no day') || '.'
				|| case when is_complete then '' else ' A view of the portal was not saved.' end as summary,
			'/marts/captures?capture=' || capture as address
		from marts.captures
		order by day desc, capture desc
		limit ` + mostEntries},
}

// The elements of RFC 4287; every text is plain.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// feed answers /feeds/{name}.
func (s *site) feed(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	of, isKnown := feeds[name]
	if !isKnown {
		s.problem(w, r, http.StatusNotFound, "want /feeds/breaches.atom or /feeds/captures.atom, got "+shortened(r.URL.Path))
		return
	}
	var rows *rowset
	generation, err := s.converse(r, func(c *conversation) (err error) {
		rows, err = c.ask(0, of.sql)
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	made := atomFeed{ID: tagAuthority + "feeds/" + strings.TrimSuffix(name, ".atom"), Title: of.title, Author: "breachstats",
		Links: []atomLink{{"self", "/feeds/" + name}, {"alternate", "/-/"}}}
	if known.isSynthetic {
		made.Title = "SYNTHETIC: " + made.Title
	}
	for _, one := range rows.records() {
		entry := atomEntry{ID: tagAuthority + one["id"], Title: one["title"], Updated: one["day"] + "T00:00:00Z", Link: atomLink{"alternate", one["address"]}, Summary: one["summary"]}
		made.Updated = max(made.Updated, entry.Updated)
		made.Entries = append(made.Entries, entry)
	}
	made.Updated = cmp.Or(made.Updated, "1970-01-01T00:00:00Z") // a feed needs a time, even without a capture
	body, err := xml.MarshalIndent(made, "", "\t")
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	s.send(w, r, generation, "atom", "application/atom+xml; charset=utf-8", xml.Header+string(body)+"\n")
}
