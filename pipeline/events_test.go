package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
)

// Spellings of a reporter's name are treated as one reporter. Nothing else is guessed.
func TestEntityKeys(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, want string }{
		{"Humana Inc", "humana"},
		{"HUMANA, INC.", "humana"},
		{"Humana Inc [Case 18652]", "humana"},
		{"The Humana Company, L.L.C. (BA)", "humana"},
		{"Humana Inc. d/b/a Sunshine Plan", "humana"},
		{"Humana formerly known as Extendicare", "humana"},
		{"St. Mary’s Hosp. & Clinic, P.A.", "saint marys hospital clinic"},
		{"Saint Mary's Hospital and Clinic", "saint marys hospital clinic"},
		{"John Q. Roe, M.D., P.C.", "john q roe"},
		{"Clínica de la Raza", "clinica de la raza"},
		{"BlueCross BlueShield of MD", "blue cross blue shield of md"},
		{"BCBS of PA", "blue cross blue shield of pa"},
		{"DBA Systems", "dba systems"},
		{"The Company, Inc.", "the company inc"},
		{"N/A", "null"},
		{"(see below)", "null"},
	}
	var reports []report
	for _, c := range cases {
		reports = append(reports, recent(c.name))
	}
	o, _ := buildAll(t, textExport(day, data.All, exportText(reports...)))
	got := map[string]string{}
	for _, line := range ask(t, o, "select entity_name, entity_key, entity_breaches from marts.breaches") {
		cells := strings.Split(line, "|")
		got[cells[0]] = cells[1]
		if cells[1] == "humana" && cells[2] != "6" || cells[1] == "null" && cells[2] != "null" {
			t.Errorf("%s: want all breaches of its key, got %s", cells[0], cells[2])
		}
	}
	for _, c := range cases {
		if got[c.name] != c.want {
			t.Errorf("%s: want %q, got %q", c.name, c.want, got[c.name])
		}
	}
}

// ofEvent returns a report with its own description, or none.
func ofEvent(name, submitted, description string) report {
	return recent(name).with(func(r *report) {
		r.submitted, r.description, r.breachType, r.location = submitted, description, "Hacking/IT Incident", "Network Server"
	})
}

// longStory returns a description long enough to identify an event, for a given reporter and
// number.
func longStory(who, what string, people int) string {
	return fmt.Sprintf("The covered entity (CE), %s, reported that %s that affected the protected health information (PHI) of %d individuals. "+
		"The PHI involved included names, addresses, dates of birth, and Social Security numbers. The CE notified HHS and the media.", who, what, people)
}

func TestEventsJoinReports(t *testing.T) {
	t.Parallel()
	const attack, mailing = "it experienced a ransomware attack", "an employee mailed letters to the wrong patients"
	associate := func(r report) report { r.entityType = "Business Associate"; return r }
	cases := []struct {
		name    string
		reports []report
		want    []string // reports of each event and why, largest first
	}{
		{"one narrative, other names and numbers", []report{
			ofEvent("North Clinic", "03/01/2024", longStory("North Clinic", attack, 1200)),
			ofEvent("South Clinic", "03/08/2024", longStory("South Clinic", attack, 77)),
		}, []string{"2|same narrative"}},
		{"one narrative, eight days apart", []report{
			ofEvent("North Clinic", "03/01/2024", longStory("North Clinic", attack, 1200)),
			ofEvent("South Clinic", "03/09/2024", longStory("South Clinic", attack, 77)),
		}, []string{"1|null", "1|null"}},
		{"one narrative, other types", []report{
			ofEvent("North Clinic", "03/01/2024", longStory("North Clinic", attack, 1200)),
			ofEvent("South Clinic", "03/01/2024", longStory("South Clinic", attack, 77)).with(func(r *report) { r.breachType = "Theft" }),
		}, []string{"1|null", "1|null"}},
		{"a word differs", []report{
			ofEvent("North Clinic", "03/01/2024", longStory("North Clinic", attack, 1200)),
			ofEvent("South Clinic", "03/01/2024", longStory("South Clinic", attack, 77)+" It did no more."),
		}, []string{"1|null", "1|null"}},
		{"a stock sentence", []report{
			ofEvent("North Clinic", "03/01/2024", "This case has been consolidated with another review of the same covered entity."),
			ofEvent("South Clinic", "03/01/2024", "This case has been consolidated with another review of the same covered entity."),
		}, []string{"1|null", "1|null"}},
		{"a settlement", []report{
			ofEvent("North Clinic", "03/01/2024", longStory("North Clinic", "it agreed to pay $3 million for several breaches", 1200)),
			ofEvent("South Clinic", "03/01/2024", longStory("South Clinic", "it agreed to pay $3 million for several breaches", 77)),
		}, []string{"1|null", "1|null"}},
		{"one reporter, a chain of days, no description", []report{
			ofEvent("Roe LLC", "03/01/2024", ""), ofEvent("ROE", "03/08/2024", ""), ofEvent("Roe, L.L.C.", "03/15/2024", ""),
		}, []string{"3|same reporter"}},
		{"one reporter, other location or state", []report{
			ofEvent("Roe", "03/01/2024", ""), ofEvent("Roe", "03/01/2024", "").with(func(r *report) { r.location = "Email" }),
			ofEvent("Roe", "03/01/2024", "").with(func(r *report) { r.state = "CA" }),
		}, []string{"1|null", "1|null", "1|null"}},
		{"one reporter of two stories, and one without", []report{
			ofEvent("Roe", "03/01/2024", longStory("Roe", attack, 700)), ofEvent("Roe", "03/02/2024", longStory("Roe", mailing, 600)),
			ofEvent("Roe", "03/03/2024", ""),
		}, []string{"1|null", "1|null", "1|null"}},
		{"one reporter of one story, the second in part", []report{
			ofEvent("Roe", "03/01/2024", longStory("Roe", attack, 700)), ofEvent("Roe", "03/02/2024", longStory("Roe", attack, 600)+" Staff was trained."),
			ofEvent("Roe", "03/03/2024", ""),
		}, []string{"3|same reporter"}},
		{"a business associate of one cause in other words", []report{
			associate(ofEvent("Roe", "03/01/2024", longStory("Roe", attack, 700))),
			associate(ofEvent("Roe", "03/01/2024", longStory("Roe", "it was the victim of a ransomware attack", 600))),
		}, []string{"2|same reporter"}},
		{"a business associate of two causes", []report{
			associate(ofEvent("Roe", "03/01/2024", longStory("Roe", attack, 700))), associate(ofEvent("Roe", "03/01/2024", longStory("Roe", mailing, 600))),
		}, []string{"1|null", "1|null"}},
		{"names that are none", []report{ofEvent("N/A", "03/01/2024", ""), ofEvent("N/A", "03/01/2024", "")}, []string{"1|null", "1|null"}},
		{"a vendor that is named, within its days and not", []report{
			ofEvent("North Clinic", "07/20/2020", longStory("North Clinic", "its vendor Blackbaud had a breach", 700)),
			ofEvent("Blackbaud, Inc.", "10/20/2020", ""), ofEvent("South Clinic", "03/01/2019", "Blackbaud did nothing."),
			ofEvent("West Clinic", "10/20/2020", "Someone stole a laptop with Blackbaud on it.").with(func(r *report) { r.breachType = "Theft" }),
		}, []string{"2|named incident", "1|null", "1|null"}},
		{"beside a report that names a vendor", []report{
			associate(ofEvent("Roe", "10/20/2020", "Its vendor Blackbaud had a breach.")), associate(ofEvent("Roe", "10/22/2020", "")),
		}, []string{"2|named incident, same reporter"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, _ := buildAll(t, textExport(day, data.All, exportText(c.reports...)))
			got := ask(t, o, `
				select event_breaches, string_agg(distinct joined_by, ', ' order by joined_by) as why
				from marts.events group by event_id, event_breaches order by event_breaches desc, why`)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}
