package warehouse

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// meddling lists the functions that a question may not call, although they write nothing. Some switch DuckDB's log,
// profile and parser, which lock_configuration does not prevent: a log into a file is refused later, in a destructor,
// which ends the process with SIGABRT. The others run SQL from a string, in which the first could hide.
var meddling = []string{
	"enable_logging", "disable_logging", "truncate_duckdb_logs", "write_log",
	"enable_profiling", "disable_profiling", "enable_peg_parser", "disable_peg_parser",
	"query", "json_execute_serialized_sql",
}

// readers lists the first words of statements that only read without being a plain select, and the bracket before a
// select. No other statement may even be prepared: DuckDB turns some, such as a copy of a pivot, into several
// statements, and runs all but the last of them while it prepares.
var readers = []string{
	"select", "from", "with", "values", "table", "(", "pivot", "pivot_wider", "unpivot", "pivot_longer",
	"describe", "desc", "show", "summarize", "pragma",
}

// revealing lists functions, and views of the same names, that show paths of this machine.
var revealing = []string{
	"duckdb_databases", "duckdb_settings", "duckdb_secrets", "duckdb_external_file_cache", "duckdb_temporary_files", "duckdb_logs", "duckdb_logs_parsed",
	"pragma_database_list", "database_list", "current_setting", "pg_settings",
}

var revealingWord = regexp.MustCompile(`(?i)\b(` + strings.Join(revealing, "|") + `)\b`)

// WantStranger is WantQuestion for questions from other machines. It also refuses a question that shows paths of this
// machine. isLasting reports that the answer cannot change while the database is the same: see lasting.
func (w *Warehouse) WantStranger(ctx context.Context, text string) (isLasting bool, err error) {
	tree, err := w.parse(ctx, text)
	if err != nil {
		return false, err
	}
	if err := w.wantQuestion(ctx, text, tree); err != nil {
		return false, err
	}
	name := strings.ToLower(revealingWord.FindString(text)) // only a select has a tree
	if !tree.IsFailed {
		if name, err = tree.named(revealing, "function_name", "table_name"); err != nil {
			return false, err
		}
	}
	if name != "" {
		return false, fmt.Errorf("%s shows paths of the server, so questions from elsewhere may not use it", name)
	}
	return w.isLasting(ctx, tree)
}

var errNoReader = errors.New("want a select, explain, describe, show, summarize or pivot: nothing here can be changed")

var meddlingWord = regexp.MustCompile(`(?i)\b(` + strings.Join(meddling, "|") + `)\b`)

// WantQuestion accepts one select, describe, show, summarize or pivot, or an explain of one of these except pivot. It
// refuses everything else, and calls of functions that change how DuckDB runs. Mistakes in the syntax pass: running
// the statement reports them, with their line.
//
// The statement is prepared, not run. What it may read and write is not decided here: see Open.
func (w *Warehouse) WantQuestion(ctx context.Context, text string) error {
	tree, err := w.parse(ctx, text)
	if err != nil {
		return err
	}
	return w.wantQuestion(ctx, text, tree)
}

func (w *Warehouse) wantQuestion(ctx context.Context, text string, tree syntax) error {
	if len(tree.Statements) > 1 {
		return fmt.Errorf("want one statement, got %d", len(tree.Statements))
	}
	switch {
	case !tree.IsFailed:
		return tree.wantNoMeddling()
	case tree.Kind == "parser":
		return nil
	// Only a select has a tree. In other statements a semicolon separates two statements or is in a string. A name
	// may be in a string too, but no question needs that.
	case strings.Contains(strings.TrimRight(text, "; \t\r\n"), ";"):
		return errors.New("want one statement, got several")
	case meddlingWord.MatchString(text):
		return fmt.Errorf("function %s is not allowed in questions", strings.ToLower(meddlingWord.FindString(text)))
	}
	switch word, rest := firstWord(strings.TrimPrefix(text, "\ufeff")); {
	case word == "explain":
		return w.wantExplained(ctx, rest)
	case !slices.Contains(readers, word):
		return errNoReader
	}
	return w.wantReader(ctx, text)
}

// explainOptions matches the options in brackets after explain.
var explainOptions = func() *regexp.Regexp {
	const option = `\s*(?:(?:analy[sz]e|verbose)(?:\s+(?:true|false|on|off|0|1))?|format\s+(?:'[a-z_]+'|"[a-z_]+"|[a-z_]+))\s*`
	return regexp.MustCompile(`(?i)^\(` + option + `(?:,` + option + `)*\)`)
}()

// wantExplained refuses to explain anything that DuckDB's parser does not take for a select, because explain analyze
// runs the statement.
func (w *Warehouse) wantExplained(ctx context.Context, text string) error {
	text = skipBlanks(text)
	if options := explainOptions.FindString(text); options != "" {
		text = text[len(options):]
	} else {
		for word, rest := firstWord(text); word == "analyze" || word == "analyse" || word == "verbose"; word, rest = firstWord(text) {
			text = rest
		}
	}
	if word, _ := firstWord(text); !slices.Contains(readers, word) {
		return errNoReader
	}
	tree, err := w.parse(ctx, text)
	if err != nil {
		return err
	}
	if tree.IsFailed || len(tree.Statements) != 1 {
		return errNoReader
	}
	return tree.wantNoMeddling()
}

// firstWord returns the first word of a statement in lower case, or its bracket, after blanks and comments, and the
// rest. It is empty if DuckDB might read another word.
func firstWord(text string) (word, rest string) {
	text = skipBlanks(text)
	if strings.HasPrefix(text, "(") {
		return "(", text[1:]
	}
	end := 0
	for end < len(text) && (text[end] >= 0x80 || strings.IndexByte("_$", text[end]) >= 0 || isLetterOrDigit(text[end])) {
		end++
	}
	return strings.ToLower(text[:end]), text[end:]
}

func isLetterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// skipBlanks returns a statement without the blanks and comments before it. It is empty if a comment does not end, and
// for the forms that are hard to read: nested comments, and lines that end with CR.
func skipBlanks(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n\f")
		var comment string
		var isEnded bool
		switch {
		case strings.HasPrefix(text, "--"):
			comment, text, isEnded = strings.Cut(text, "\n")
			isEnded = isEnded && !strings.Contains(strings.TrimSuffix(comment, "\r"), "\r")
		case strings.HasPrefix(text, "/*"):
			comment, text, isEnded = strings.Cut(text[2:], "*/")
			isEnded = isEnded && !strings.Contains(comment+"*/", "/*")
		default:
			return text
		}
		if !isEnded {
			return ""
		}
	}
}

// PlanOfReads plans a select without running it; any other statement is an error. The plan is JSON, and names every
// column of a table that the question reads in double quotes. The only optimization is to leave out unused columns:
// others could leave out an empty table. The settings of the database must not be locked.
func (w *Warehouse) PlanOfReads(ctx context.Context, question string) (plan string, err error) {
	tree, err := w.parse(ctx, question)
	if err != nil {
		return "", err
	}
	if tree.IsFailed || len(tree.Statements) != 1 {
		return "", errNoReader
	}
	others, err := w.strings(ctx, "select string_agg(name, ',') from duckdb_optimizers() where name <> 'unused_columns'")
	if err != nil {
		return "", err
	}
	if err := w.Exec(ctx, "set disabled_optimizers = "+literal(others[0])); err != nil {
		return "", err
	}
	rows, err := w.Query(ctx, "explain (format json) "+question)
	if err := errors.Join(err, w.Exec(ctx, "reset disabled_optimizers")); err != nil {
		return "", err
	}
	values := rows.Column(int(rows.NumCols()) - 1)
	for row := range values.Len() {
		plan += values.ValueStr(row)
	}
	return plan, nil
}

// wantReader refuses a statement that DuckDB takes for anything but a select. A statement that DuckDB cannot prepare
// passes: running it reports the error.
func (w *Warehouse) wantReader(ctx context.Context, text string) error {
	var kind duckdb.StmtType
	err := w.conn.Raw(func(conn any) error {
		prepared, err := conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		kind, err = prepared.(*duckdb.Stmt).StatementType()
		return errors.Join(err, prepared.Close())
	})
	if err == nil && kind != duckdb.STATEMENT_TYPE_SELECT {
		return errNoReader
	}
	return nil
}

// IsOutOfMemory reports that DuckDB stopped a statement at its memory limit.
func IsOutOfMemory(err error) bool {
	var told *duckdb.Error
	return errors.As(err, &told) && told.Type == duckdb.ErrorTypeOutOfMemory
}
