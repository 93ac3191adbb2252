package warehouse

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// prepareExact prepares a query so that the driver returns its result without loss. The driver decodes JSON into
// floats, a struct into a map, and times and similar types into less precise ones. So DuckDB itself casts a column of
// such a type, to text or to an equally precise type.
func prepareExact(ctx context.Context, conn *duckdb.Conn, query string) (*duckdb.Stmt, error) {
	statement, err := prepare(ctx, conn, query)
	if err != nil {
		return nil, err
	}
	exact, err := exactColumns(statement)
	if err == nil && exact.first == "" {
		return statement, nil
	}
	if err := errors.Join(err, statement.Close()); err != nil {
		return nil, err
	}
	for _, inner := range withoutEnd(query) {
		// All on the first line of the query, so that LINE n of an error stays its line n.
		statement, err = prepare(ctx, conn, "select "+exact.list+" from ("+inner+"\n) as result("+exact.names+")")
		if err == nil {
			return statement, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("column %s: no exact form of what such a statement returns; cast it to varchar", exact.first)
}

func prepare(ctx context.Context, conn *duckdb.Conn, query string) (*duckdb.Stmt, error) {
	statement, err := conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.(*duckdb.Stmt), nil
}

// endedBefore finds the semicolon of a statement that only comments follow.
var endedBefore = regexp.MustCompile(`(?s);(?:\s|--[^\n]*|/\*.*?\*/)*$`)

// withoutEnd returns readings of a statement without its final semicolon. A semicolon before a comment looks like
// one in a comment or a string: if the first reading cannot be prepared, the second can.
func withoutEnd(query string) []string {
	texts := []string{strings.TrimRight(query, "; \t\r\n")}
	if end := endedBefore.FindStringIndex(query); end != nil {
		texts = append(texts, query[:end[0]])
	}
	return texts
}

// exact describes how the columns of a result are selected and cast.
type exact struct {
	// names are the columns' names inside the subquery; list is the select list, under the original names.
	names, list string
	// first is the name of the first column that is cast; empty if none is.
	first string
}

func exactColumns(statement *duckdb.Stmt) (exact, error) {
	count, err := statement.ColumnCount()
	if err != nil {
		return exact{}, err
	}
	var e exact
	names, list := make([]string, count), make([]string, count)
	for i := range count {
		name, err := statement.ColumnName(i)
		if err != nil {
			return exact{}, err
		}
		kind, err := statement.ColumnType(i)
		if err != nil {
			return exact{}, err
		}
		if kind == duckdb.TYPE_INVALID {
			return exact{}, nil // a parameter decides the type; a value without a form is refused when it arrives
		}
		to := "varchar"
		if info, err := statement.ColumnTypeInfo(i); err == nil { // an error means a type that the driver does not know
			to = castOf(info)
		}
		names[i] = fmt.Sprintf("c%d", i)
		list[i] = names[i]
		if to != "" {
			list[i] = "cast(" + names[i] + " as " + to + ")"
			if e.first == "" {
				e.first = name
			}
		}
		list[i] += ` as "` + strings.ReplaceAll(name, `"`, `""`) + `"`
	}
	e.names, e.list = strings.Join(names, ", "), strings.Join(list, ", ")
	return e, nil
}

// castOf returns the type to which a column is cast; empty if the driver returns its values without loss. An array
// of fixed length becomes a list.
func castOf(info duckdb.TypeInfo) string {
	if info.Alias() != "" { // JSON
		return "varchar"
	}
	var element duckdb.TypeInfo
	switch details := info.Details().(type) {
	case *duckdb.ListDetails:
		element = details.Child
	case *duckdb.ArrayDetails:
		element = details.Child
	}
	if element != nil {
		if to := castOf(element); to != "" {
			return to + "[]"
		}
		return ""
	}
	switch info.InternalType() {
	case duckdb.TYPE_BOOLEAN,
		duckdb.TYPE_TINYINT, duckdb.TYPE_SMALLINT, duckdb.TYPE_INTEGER, duckdb.TYPE_BIGINT, duckdb.TYPE_HUGEINT,
		duckdb.TYPE_UTINYINT, duckdb.TYPE_USMALLINT, duckdb.TYPE_UINTEGER, duckdb.TYPE_UBIGINT,
		duckdb.TYPE_FLOAT, duckdb.TYPE_DOUBLE, duckdb.TYPE_DECIMAL,
		duckdb.TYPE_DATE, duckdb.TYPE_TIMESTAMP, duckdb.TYPE_TIMESTAMP_TZ, duckdb.TYPE_TIMESTAMP_NS,
		duckdb.TYPE_VARCHAR, duckdb.TYPE_ENUM, duckdb.TYPE_BLOB:
		return ""
	case duckdb.TYPE_TIMESTAMP_S, duckdb.TYPE_TIMESTAMP_MS:
		return "timestamp"
	}
	return "varchar"
}

// arguments converts the arguments of a query for the driver.
func arguments(conn *duckdb.Conn, args []any) ([]driver.NamedValue, error) {
	named := make([]driver.NamedValue, len(args))
	for i, value := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: value}
		err := conn.CheckNamedValue(&named[i])
		if errors.Is(err, driver.ErrSkip) {
			named[i].Value, err = driver.DefaultParameterConverter.ConvertValue(value)
		}
		if err != nil {
			return nil, err
		}
	}
	return named, nil
}
