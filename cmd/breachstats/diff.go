package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) diffCommand() *cobra.Command {
	var format string
	var limit int
	command := &cobra.Command{
		Use:   "diff [FROM [TO]]",
		Short: "Show what changed between two captures",
		Long: `Show what changed between two captures: breaches that were added, vanished, revised or moved between
the views, and descriptions that were published. A change that was undone in between is not shown.

Without TO, FROM is compared with the newest complete capture. Without both, the two newest complete
captures are compared. The report always runs from the earlier capture to the later one, in whichever
order you name them. The formats table and markdown begin with a summary and show the largest changes of
each kind. The other formats give every change as a row of marts.changes; "breachstats models
marts.changes" explains the columns.`,
		Example: `  breachstats diff
  breachstats diff 2023-10-17 2024-10-17 --format csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 2 {
				return wrong("diff: want at most two captures, as in 2023-10-17 2024-10-17, got %d", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 0 {
				return wrong("--limit: want 0 or more, got %d", limit)
			}
			diff, err := pipeline.Diff(c.Context(), p.options(), args...)
			if errors.Is(err, pipeline.ErrNoSuchCapture) {
				return wrong("diff: %w", err)
			}
			if err != nil {
				return err
			}
			if isForPeople(format) {
				return p.reportDiff(diff, format, limit)
			}
			for _, notice := range diff.Notices {
				p.say("%s", notice)
			}
			return p.print(format, diff.Changes)
		},
	}
	p.formatFlag(command, &format)
	command.Flags().IntVar(&limit, "limit", 10, "show at most this number of `changes` of each kind in a table or markdown; 0 for all")
	return command
}

// changeKinds lists the kinds of marts.changes, in the order of the report, with their headings.
var changeKinds = []struct{ kind, heading string }{
	{"revised", "Revised"},
	{"vanished", "Vanished"},
	{"added", "Added"},
	{"moved", "Moved between the views"},
	{"described", "Described: a description where there was none"},
	{"unknown", "Unknown: the other capture lacks a view"},
}

// reportDiff writes a difference for people: notices, summary, years, then each kind.
func (p *program) reportDiff(diff pipeline.Difference, format string, limit int) error {
	to := p.reporter(format)
	to.heading(1, "From "+diff.Old+" to "+diff.New)
	for _, notice := range diff.Notices {
		to.line(notice)
	}
	years, changes := cellsOf(diff.Years), cellsOf(diff.Changes)
	to.table(summaryOf(years, changes))
	if moved := movedYears(years); len(moved.rows) > 0 {
		to.heading(2, "By year of submission")
		to.table(moved)
	}
	for _, one := range changeKinds {
		rows := slices.DeleteFunc(slices.Clone(changes), func(c cells) bool { return c.text("kind") != one.kind })
		if len(rows) == 0 {
			continue
		}
		shown := rows
		if limit > 0 {
			shown = rows[:min(limit, len(rows))]
		}
		to.heading(2, one.heading)
		to.table(changesOf(one.kind, shown))
		if rest := len(rows) - len(shown); rest > 0 {
			to.line(people(int64(rest)) + " more; --limit 0 shows all, --format csv gives them to a program.")
		}
	}
	return to.err
}

// summaryOf is a sheet that leads from the total of the earlier capture, by the changes, to that of the later one.
func summaryOf(years, changes []cells) sheet {
	count := map[string]int64{}
	individuals := map[string]int64{}
	breaches := map[string]bool{}
	for _, year := range years {
		for _, side := range []string{"old", "new"} {
			count[side] += year.number(side + "_breaches")
			individuals[side] += year.number(side + "_individuals")
		}
	}
	var columns []string
	for _, change := range changes {
		kind := change.text("kind")
		if kind == "revised" {
			breaches[change.text("breach_id")] = true
			kind = change.text("changed_column")
			if !slices.Contains(columns, kind) {
				columns = append(columns, kind)
			}
		}
		sign := int64(1)
		if kind == "unknown" {
			individuals[kind] += change.number("new_individuals") - change.number("old_individuals")
			if change.text("new_version") == "" {
				sign = -1
			}
		}
		count[kind] += sign
		individuals[kind] += change.number("individuals_change")
	}
	slices.Sort(columns)
	summary := sheet{columns: []string{"", ">breaches", ">individuals"}}
	add := func(what string, isAlways bool, breaches, individuals string) {
		if isAlways || strings.Trim(breaches, "+−0") != "" {
			summary.rows = append(summary.rows, []string{what, breaches, individuals})
		}
	}
	add("listed before", true, people(count["old"]), people(individuals["old"]))
	add("added", true, signed(count["added"]), signed(individuals["added"]))
	add("vanished", true, signed(-count["vanished"]), signed(individuals["vanished"]))
	add("individuals revised", true, people(count["individuals"]), signed(individuals["individuals"]))
	add("unknown", false, signed(count["unknown"]), signed(individuals["unknown"]))
	add("listed after", true, people(count["new"]), people(individuals["new"]))
	add("revised in any column", false, people(int64(len(breaches))), "")
	for _, column := range columns {
		if column != "individuals" {
			add("  "+column, false, people(count[column]), "")
		}
	}
	add("moved between the views", false, people(count["moved"]), "")
	add("described", false, people(count["described"]), "")
	return summary
}

// movedYears is a sheet of the years whose totals changed.
func movedYears(years []cells) sheet {
	moved := sheet{columns: []string{"year", ">breaches", ">added", ">vanished", ">revised", ">individuals", ">change"}}
	for _, year := range years {
		before, after := year.number("old_individuals"), year.number("new_individuals")
		breaches := people(year.number("new_breaches"))
		if year.number("old_breaches") != year.number("new_breaches") {
			breaches = people(year.number("old_breaches")) + arrowTo + breaches
		}
		individuals := people(after)
		if before != after {
			individuals = people(before) + arrowTo + individuals
		}
		added, vanished, revised := year.number("added_breaches"), year.number("vanished_breaches"), year.number("revised_breaches")
		if before == after && added == 0 && vanished == 0 && revised == 0 && year.number("unknown_breaches") == 0 {
			continue
		}
		moved.rows = append(moved.rows, []string{
			year.text("year"), breaches, orBlank(added), orBlank(vanished), orBlank(revised), individuals, signed(after - before),
		})
	}
	return moved
}

// changesOf lists changes of one kind.
func changesOf(kind string, changes []cells) sheet {
	list := sheet{columns: []string{"entity", "state", "submitted"}}
	switch kind {
	case "revised":
		list.columns = append(list.columns, "column", "was"+arrowTo+"is", "same breach by")
	case "moved":
		list.columns = append(list.columns, "was"+arrowTo+"is")
	case "described":
		list.columns = append(list.columns, "description")
	default:
		list.columns = append(list.columns, ">individuals", "view")
	}
	for _, change := range changes {
		row := []string{cut(change.text("entity_name"), widestEntity), change.text("state"), change.text("submitted_on")}
		was, is := change.value("old_value"), change.value("new_value")
		switch kind {
		case "revised":
			row = append(row, change.text("changed_column"), was+arrowTo+is, change.match())
		case "moved":
			row = append(row, was+arrowTo+is)
		case "described":
			row = append(row, is)
		default:
			row = append(row, change.individuals(), change.text("old_value")+change.text("new_value"))
		}
		list.rows = append(list.rows, row)
	}
	return list
}
