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

// meddling are the functions that a question may not call though they need no right to write: those
// that switch DuckDB's log, profile and parser, which lock_configuration leaves open (a log into a
// file, which is refused later, in a destructor, ends the process with SIGABRT); and those that run
// SQL from a text, in which the others could hide.
var meddling = []string{
	"enable_logging", "disable_logging", "truncate_duckdb_logs", "write_log",
	"enable_profiling", "disable_profiling", "enable_peg_parser", "disable_peg_parser",
	"query", "json_execute_serialized_sql",
}

// readers are the words with which a statement may begin that is no plain select and yet only reads, and
// the bracket before a select. What DuckDB makes several statements of is run by the mere preparing, all
// but the last, so nothing else may get there: a copy of a pivot, for one.
var readers = []string{
	"select", "from", "with", "values", "table", "(", "pivot", "pivot_wider", "unpivot", "pivot_longer",
	"describe", "desc", "show", "summarize", "pragma",
}

// revealing are functions, and views of the same names, that show where files of this machine lie.
var revealing = []string{
	"duckdb_databases", "duckdb_settings", "duckdb_secrets", "duckdb_external_file_cache", "duckdb_temporary_files", "duckdb_logs", "duckdb_logs_parsed",
	"pragma_database_list", "database_list", "current_setting", "pg_settings",
}

var revealingWord = regexp.MustCompile(`(?i)\b(` + strings.Join(revealing, "|") + `)\b`)

// WantStranger is WantQuestion for questions that come from another machine. It also refuses a question
// that shows where files of this machine lie. isLasting reports that the answer stays the same as long as
// the database does: see lasting.
func (w *Warehouse) WantStranger(ctx context.Context, text string) (isLasting bool, err error) {
	tree, err := w.parse(ctx, text)
	if err != nil {
		return false, err
	}
	if err := w.wantQuestion(ctx, text, tree); err != nil {
		return false, err
	}
	name := strings.ToLower(revealingWord.FindString(text)) // what is no select has no tree
	if !tree.IsFailed {
		if name, err = tree.named(revealing, "function_name", "table_name"); err != nil {
			return false, err
		}
	}
	if name != "" {
		return false, fmt.Errorf("%s shows where files lie and is not for questions from elsewhere", name)
	}
	return w.isLasting(ctx, tree)
}

var errNoReader = errors.New("want a select, explain, describe, show, summarize or pivot: nothing here can be changed")

var meddlingWord = regexp.MustCompile(`(?i)\b(` + strings.Join(meddling, "|") + `)\b`)

// WantQuestion refuses a text that is not one select, describe, show, summarize or pivot, or an explain
// of one of these but pivot, or that calls a function which changes how DuckDB runs. A mistake in the
// syntax is no refusal: the run reports it, with its line.
//
// The statement is prepared, not run. What it may read and write is not judged here: see Open.
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
	// What is no select has no tree. A semicolon within it separates two, or stands in a text; a name
	// may stand in a text too, but nobody asks for these.
	case strings.Contains(strings.TrimRight(text, "; \t\r\n"), ";"):
		return errors.New("want one statement, got several")
	case meddlingWord.MatchString(text):
		return fmt.Errorf("function %s is not for questions", strings.ToLower(meddlingWord.FindString(text)))
	}
	switch word, rest := firstWord(strings.TrimPrefix(text, "\ufeff")); {
	case word == "explain":
		return w.wantExplained(ctx, rest)
	case !slices.Contains(readers, word):
		return errNoReader
	}
	return w.wantReader(ctx, text)
}

// explainOptions is what may stand in brackets behind explain.
var explainOptions = func() *regexp.Regexp {
	const option = `\s*(?:(?:analy[sz]e|verbose)(?:\s+(?:true|false|on|off|0|1))?|format\s+(?:'[a-z_]+'|"[a-z_]+"|[a-z_]+))\s*`
	return regexp.MustCompile(`(?i)^\(` + option + `(?:,` + option + `)*\)`)
}()

// wantExplained refuses what stands behind explain unless DuckDB's parser takes it for a select: an
// explain analyze runs what it explains, whatever that is.
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

// firstWord is the word, in lower case, or the bracket with which a statement begins behind its blanks
// and comments, and what follows. It is empty where DuckDB might read another one.
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

// skipBlanks is a statement without the blanks and comments before it. It is empty where they do not
// end, and where it takes more than their ends to find them: comments within comments, a line that ends
// with CR.
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

// PlanOfReads plans a select, and does not run it; any other statement is an error. In the plan, which is
// JSON, every column of a table that the question reads stands between double quotes. No other optimization
// than leaving out columns is made: it could show that an empty table need not be read. It is for a
// database whose settings are open.
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

// wantReader refuses a statement that DuckDB takes for anything but a select. A statement that DuckDB
// cannot prepare is no refusal: the run reports it.
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

// IsOutOfMemory tells that DuckDB stopped a statement at its memory limit.
func IsOutOfMemory(err error) bool {
	var told *duckdb.Error
	return errors.As(err, &told) && told.Type == duckdb.ErrorTypeOutOfMemory
}
