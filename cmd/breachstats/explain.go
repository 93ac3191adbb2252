package main

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) explainCommand() *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "explain BREACH",
		Short: "Show one breach: its versions, and why it has its cause and origin",
		Long: `Show one breach, named by its id or by a part of its name: what is known of it, what the rules looked at,
every rule that fired with the words that it found, which rule won, and every version of the breach.

A breach with exactly that name is preferred to those whose names contain it. If several breaches match
equally well, they are listed, with exit status 2. The formats table and markdown show everything. The
formats csv, json, jsonl and parquet have one row per rule that fired, as marts.fired_rules(BREACH_ID)
returns in SQL.`,
		Example: `  breachstats explain 'Bramblenook Whimsy'
  breachstats explain 'Bramblenook Whimsy' --format json --data demo/data`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || strings.TrimSpace(args[0]) == "" {
				return wrong("explain: want one breach, by its id or a part of its name, in quotes, got %d arguments", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			found, err := pipeline.Explain(c.Context(), p.options(), args[0])
			if errors.Is(err, pipeline.ErrNoSuchBreach) {
				return wrong("explain: %w", err)
			}
			if err != nil {
				return err
			}
			if isForPeople(format) {
				return p.reportBreach(found, format)
			}
			return p.print(format, found.Rules)
		},
	}
	p.formatFlag(command, &format)
	return command
}

// reportBreach writes everything known of one breach, for people.
func (p *program) reportBreach(found pipeline.Explanation, format string) error {
	breach := cellsOf(found.Breach)[0]
	to := p.reporter(format)
	to.heading(1, formats.Printable(breach.text("entity_name"))+", "+cmp.Or(breach.text("state"), "no state"))
	if found.IsSynthetic {
		to.line(syntheticNotice)
	}
	to.line(fmt.Sprintf("Breach %s, submitted %s, %s individuals, %s.", breach.text("breach_id"), breach.text("submitted_on"),
		cmp.Or(breach.count("individuals"), "an unknown number of"), cmp.Or(breach.text("entity_type"), "no type of entity")))
	to.line(fmt.Sprintf("Types: %s. Locations: %s. Business associate: %s.", cmp.Or(breach.text("breach_types"), blank), cmp.Or(breach.text("locations"), blank),
		map[string]string{"true": "yes", "false": "no", "": blank}[breach.text("has_business_associate")]))
	to.heading(2, "Origin")
	to.table(verdictOf(breach))
	to.heading(2, "What the rules looked at")
	narrative := breach.text("narrative")
	to.prose(cmp.Or(narrative, "No description, so the types alone."))
	if rest := unread(breach.text("description"), narrative); rest != "" {
		to.heading(2, "The rest of the description")
		to.prose(rest)
	}
	to.heading(2, "Rules that fired, in order")
	if found.Rules.NumRows() == 0 {
		to.line("None.")
	} else {
		to.table(firedRules(cellsOf(found.Rules)))
	}
	to.heading(2, "Versions")
	to.table(versionsOf(cellsOf(found.Versions)))
	return to.err
}

func verdictOf(breach cells) sheet {
	verdict := sheet{columns: []string{"question", "answer"}}
	put := func(what, value string) { verdict.rows = append(verdict.rows, []string{what, value}) }
	put("origin", cmp.Or(breach.text("origin"), "undetermined"))
	put("cause", strings.TrimSuffix(cmp.Or(breach.text("cause_name"), "undetermined")+": "+breach.text("cause"), ": "))
	put("threat", strings.TrimSuffix(cmp.Or(breach.text("threat_name"), "undetermined")+": "+breach.text("hicp_threat"), ": "))
	if rule := breach.text("origin_rule"); rule != "" {
		put("decided by", "the "+breach.text("origin_basis"))
		put("rule", rule)
		put("words", breach.text("origin_evidence"))
	}
	put("by the types alone", cmp.Or(breach.text("origin_by_type"), "undetermined")+" (naive map, to compare)")
	return verdict
}

func firedRules(rules []cells) sheet {
	return sheetOf(rules, []string{">order", "rule", "origin", "cause", "words", "stopped by", "outcome"}, func(rule cells) []string {
		return []string{
			rule.text("rule_order"), rule.text("rule"), rule.text("origin"), rule.text("cause"),
			cut(rule.text("evidence"), widestValue), cut(rule.text("stopped_by"), widestValue), rule.text("outcome"),
		}
	})
}

func versionsOf(changes []cells) sheet {
	versions := sheet{columns: []string{">version", "from", "to", "column", "was" + arrowTo + "is", "same breach by"}}
	last := ""
	for _, change := range changes {
		column, moved := change.text("changed_column"), ""
		switch column {
		case "first", "none":
			column = map[string]string{"first": "", "none": "returned"}[column]
		default:
			moved = change.value("old_value") + arrowTo + change.value("new_value")
		}
		row := []string{"", "", "", column, moved, ""}
		if version := change.text("version"); version != last {
			last = version
			until := change.text("valid_to")
			if change.text("is_vanished") == "true" {
				until += ", vanished"
			}
			row[0], row[1], row[2], row[5] = version, change.text("valid_from"), cmp.Or(until, "now"), change.match()
		}
		versions.rows = append(versions.rows, row)
	}
	return versions
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?]["”)]?\s+`)
	noLetters   = regexp.MustCompile(`[^a-z0-9]+`)
)

// unread returns the sentences of a description that its narrative does not contain whole.
func unread(description, narrative string) string {
	plain := func(text string) string { return noLetters.ReplaceAllString(strings.ToLower(text), "") }
	read := plain(narrative)
	var rest []string
	for start := 0; start < len(description); {
		end := len(description)
		if at := sentenceEnd.FindStringIndex(description[start:]); at != nil {
			end = start + at[1]
		}
		sentence := description[start:end]
		if !strings.Contains(read, plain(sentence)) {
			rest = append(rest, strings.TrimSpace(sentence))
		}
		start = end
	}
	return strings.Join(rest, " ")
}
