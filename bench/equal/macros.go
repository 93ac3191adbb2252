package main

import (
	"context"
	"fmt"
	"strings"
)

// arguments are the arguments for macros, by the names of their parameters: queries on the old
// database that return one column of SQL literals joined by commas, the most informative first.
var arguments = map[string]string{
	"as_of_day": `
		select format('date ''{}''', captured_on) from marts.captures group by captured_on order by captured_on desc`,
	"study_asked": `
		select format('''{}''', study) from reference.published_figures group by study order by count(*) desc, study`,
	"breach_asked": `
		select format('''{}''', breach_id) from marts.breach_versions group by breach_id order by count(*) desc, breach_id`,
	// All at once, then one at a time.
	"studies_asked": `
		select format('[{}]', string_agg(format('''{}''', study), ', ' order by study))
		from (select distinct study from reference.published_figures)
		group by grouping sets ((), (study)) order by grouping(study) desc, min(study)`,
	"days_asked": `
		select format('[{}]', string_agg(format('date ''{}''', captured_on), ', ' order by captured_on))
		from (select distinct captured_on from marts.captures)
		group by grouping sets ((), (captured_on)) order by grouping(captured_on) desc, max(captured_on) desc`,
	"half_asked": `
		select format('''{}''', half) from (values ('all'), ('tuning'), ('held out')) as halves (half)`,
	"sample_size, seed": `
		select format('{}, {}', sample_size, seed) from (values (1000, 1), (8, 2), (1, 3), (0, 1)) as samples (sample_size, seed)`,
	"one_capture, other_capture": `
		select format('''{}'', ''{}''', min(capture), max(capture)) from marts.captures where is_complete having count(*) > 1`,
}

// macros compares the results of each table macro for its first arguments. A macro with unknown
// parameters is reported; otherwise it would pass without a comparison.
func (p pair) macros(ctx context.Context) error {
	found := map[string][]string{}
	for _, side := range []string{"old", "new"} {
		var err error
		found[side], err = p.texts(ctx, fmt.Sprintf(`
			select distinct schema_name || '.' || function_name || chr(9) || array_to_string(parameters, ', ')
			from duckdb_functions()
			where database_name = '%s' and function_type = 'table_macro' and %s order by 1`, side, p.o.where("schema_name")))
		if err != nil {
			return err
		}
		for i, one := range found[side] {
			if name, _, _ := strings.Cut(one, "\t"); p.o.ignored.has(name) {
				found[side][i] = name // the name must match on both sides, so it is without parameters
			}
		}
	}
	for _, one := range p.common("macro", found["old"], found["new"]) {
		name, parameters, _ := strings.Cut(one, "\t")
		if err := p.compareMacro(ctx, name, parameters); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (p pair) compareMacro(ctx context.Context, name, parameters string) error {
	query, isKnown := arguments[parameters]
	if !isKnown {
		p.c.differ("%s(%s): not compared: bench/equal knows no arguments for it", name, parameters)
		return nil
	}
	if err := p.exec(ctx, "use old"); err != nil {
		return err
	}
	calls, err := p.texts(ctx, fmt.Sprintf("%s limit %d", query, p.o.calls))
	if err != nil {
		return err
	}
	for _, given := range calls {
		call := fmt.Sprintf("%s(%s)", name, given)
		kept := map[string]string{}
		for _, side := range []string{"old", "new"} {
			if kept[side], err = p.keep(ctx, side, "from "+call); err != nil {
				return err
			}
		}
		if err := p.compareRelations(ctx, call, name, kept["old"], kept["new"]); err != nil {
			return err
		}
		p.c.results++
	}
	return nil
}
