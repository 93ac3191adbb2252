package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// breachParts lists the questions behind /breach/{id}: the breach as marts.breaches shows it, its versions, what
// changed in each, and the rules that fired.
var breachParts = []struct{ name, sql string }{
	{"breach", `
		select breaches.*, narrative, causes.name as cause_name, hicp_threats.name as threat_name
		from marts.breaches
		join intermediate.reports using (source_file, source_line)
		left join intermediate.narratives using (description_no)
		left join reference.causes on causes.cause = breaches.cause
		left join reference.hicp_threats on hicp_threats.hicp_threat = breaches.hicp_threat
		where breach_id = ?`},
	{"versions", "from marts.breach_versions where breach_id = ? order by version"},
	{"changes", "from marts.version_changes(?) order by version, changed_column"},
	{"rules", "from marts.fired_rules(?) order by rule_order"},
}

// breachFound holds the answers to breachParts, in their order.
type breachFound []*rowset

func (f breachFound) part(i int) []record { return f[i].records() }

// breachID matches an id of a breach; see docs/history.md.
var breachID = regexp.MustCompile(`^[0-9a-f]{8,64}$`)

// breach answers /breach/{id} and /breach/{id}.json.
func (s *site) breach(w http.ResponseWriter, r *http.Request) {
	id, isJSON := strings.CutSuffix(r.PathValue("id"), ".json")
	wantsJSON := isJSON || !wantsPage(r)
	id = strings.ToLower(id)
	if !breachID.MatchString(id) {
		s.problem(w, r, http.StatusNotFound, "want the id of a breach, as in the column breach_id of marts.breaches; /search?q=NAME finds it")
		return
	}
	if !wantsJSON && s.isFresh(w, r) {
		return
	}
	var found breachFound
	generation, err := s.converse(r, func(c *conversation) error {
		found = nil
		for _, part := range breachParts {
			rows, err := c.ask(0, part.sql, id)
			if err != nil {
				return err
			}
			found = append(found, rows)
		}
		return nil
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if len(found.part(0)) == 0 {
		s.problem(w, r, http.StatusNotFound, "no breach has the id "+id+"; /search?q=NAME finds breaches by name")
		return
	}
	if wantsJSON {
		s.breachJSON(w, r, found, generation)
		return
	}
	shown := breachPage(id, found)
	s.show(w, r, http.StatusOK, "breach", generation, page{Title: shown.Name, Here: "/search", Body: shown,
		Formats: []formatLink{{"JSON", "/breach/" + id + ".json"}}})
}

func (s *site) breachJSON(w http.ResponseWriter, r *http.Request, found breachFound, generation string) {
	var body strings.Builder
	for i, part := range breachParts {
		rows, err := found[i].json()
		if err == nil && i == 0 {
			var one []json.RawMessage
			if err = json.Unmarshal(rows, &one); err == nil {
				rows = one[0]
			}
		}
		if err != nil {
			s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
			return
		}
		fmt.Fprintf(&body, "%s%q: %s", map[bool]string{true: "{", false: ",\n"}[i == 0], part.name, strings.TrimSpace(string(rows)))
	}
	s.sendJSON(w, r, generation, body.String()+"}\n")
}

// breachShown is the body of a page of one breach.
type breachShown struct {
	ID, Name, State, Standfirst string
	Facts                       []fact
	Verdict                     []fact
	Description                 []segment // the words that decided its origin are marked
	IsByType                    bool
	Rules                       []record
	Versions                    []versionShown
}

// fact is a label and its value; Note explains it, or is empty.
type fact struct {
	Name  string
	Value []segment
	Note  string
}

func plainFact(name, value, note string) fact {
	return fact{name, []segment{{Text: cmp.Or(value, "not stated")}}, note}
}

// versionShown is a version of a breach with what changed.
type versionShown struct {
	Row     record
	Changes []changeShown
}

// changeShown is a column that differs from the previous version.
type changeShown struct{ Column, Old, New string }

// blank is how a page shows what the portal left blank.
const blank = "blank"

func breachPage(id string, found breachFound) breachShown {
	breach := found.part(0)[0]
	shown := breachShown{ID: id, Name: cmp.Or(breach["entity_name"], "A breach without a name"), State: breach["state"], Rules: found.part(3)}
	people := "an unknown number of people"
	if breach["individuals"] != "" {
		people = thousands(breach["individuals"]) + " people"
	}
	shown.Standfirst = fmt.Sprintf("Submitted on %s: %s.", breach["submitted_on"], people)
	if gone := breach["vanished_on"]; gone != "" {
		shown.Standfirst += " The portal no longer lists it; the capture of " + gone + " is the first without it."
	}
	evidence := wordPattern([]string{breach["origin_evidence"]})
	shown.IsByType = breach["origin_basis"] == "type"
	typeMarks := evidence
	if !shown.IsByType {
		typeMarks = nil
	}
	shown.Facts = []fact{
		plainFact("Breach", id, ""),
		plainFact("State", breach["state"], ""),
		plainFact("Type of entity", breach["entity_type"], ""),
		{"Types of breach", marked(cmp.Or(breach["breach_types"], "not stated"), typeMarks), ""},
		{"Locations", marked(cmp.Or(breach["locations"], "not stated"), typeMarks), ""},
		plainFact("Business associate", map[string]string{"true": "yes", "false": "no"}[breach["has_business_associate"]], ""),
		plainFact("View of the portal", breach["view"], ""),
	}
	shown.Verdict = []fact{
		plainFact("Origin", cmp.Or(breach["origin"], "undetermined"), ""),
		plainFact("Cause", cmp.Or(breach["cause_name"], breach["cause"], "undetermined"), ""),
		plainFact("Threat", cmp.Or(breach["threat_name"], breach["hicp_threat"], "undetermined"), ""),
	}
	if rule := breach["origin_rule"]; rule != "" {
		shown.Verdict = append(shown.Verdict, plainFact("Decided by", "the "+breach["origin_basis"], "rule "+rule),
			fact{"Words", []segment{{breach["origin_evidence"], true}}, ""})
	}
	shown.Verdict = append(shown.Verdict, plainFact("By the types alone", cmp.Or(breach["origin_by_type"], "undetermined"), "a naive map, to compare"))
	if breach["description"] != "" {
		shown.Description = marked(breach["description"], nil)
		if breach["origin_basis"] == "description" {
			shown.Description = decisive(breach["description"], breach["narrative"], breach["origin_evidence"])
		}
	}
	shown.Versions = versionsShown(found.part(1), found.part(2))
	return shown
}

func versionsShown(versions, changes []record) []versionShown {
	var shown []versionShown
	for _, version := range versions {
		one := versionShown{Row: version}
		for _, change := range changes {
			if change["version"] != version["version"] || change["changed_column"] == "first" || change["changed_column"] == "none" {
				continue
			}
			one.Changes = append(one.Changes, changeShown{change["changed_column"], cmp.Or(change["old_value"], blank), cmp.Or(change["new_value"], blank)})
		}
		shown = append(shown, one)
	}
	return shown
}

// thousands separates the thousands of a whole number by commas.
func thousands(digits string) string {
	sign, digits := "", digits
	if rest, isNegative := strings.CutPrefix(digits, "-"); isNegative {
		sign, digits = "-", rest
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}
