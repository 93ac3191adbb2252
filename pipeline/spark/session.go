package spark

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/spark-connect-go/spark/client/channel"
	"github.com/apache/spark-connect-go/spark/sparkerrors"
	"github.com/apache/spark-connect-go/spark/sql"
)

// session is a session of a Spark Connect server. Its client calls itself experimental, so nothing but the
// two methods below, open and connection knows it.
type session struct {
	client sql.SparkSession
}

// settings of a session: what the models' SQL means under them is what it means to DuckDB.
var settings = [][2]string{
	{"spark.sql.session.timeZone", "UTC"},
	{"spark.sql.ansi.enabled", "true"},
	{"spark.sql.timestampType", "TIMESTAMP_NTZ"},
	{"spark.sql.variable.substitute", "false"}, // a text may hold ${x}
	{"spark.sql.cteRecursionRowLimit", "-1"},   // a breach may be followed through any number of captures
	// A Parquet file has no time zone of its own to be shifted by.
	{"spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"},
	{"spark.sql.parquet.compression.codec", "zstd"},
	// A task reads at least one row group. A model of patterns takes a second for some thousand texts: with the 128 MB
	// that are usual, one task would read a hundred thousand.
	{"parquet.block.size", "8388608"},
	// A file smaller than this is not shared out among tasks; 4 MB are usual, which hold 80,000 descriptions.
	{"spark.sql.files.openCostInBytes", "262144"},
}

// open connects to a server, as sc://HOST:PORT, and sets what the session needs.
func open(ctx context.Context, remote string) (*session, error) {
	address, err := channel.NewBuilder(remote)
	if err != nil {
		return nil, fmt.Errorf("%s: want a Spark Connect server, as sc://HOST:15002: %s", remote, words(err))
	}
	client, err := sql.NewSessionBuilder().WithChannelBuilder(connection{address}).Build(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: want a Spark Connect server, as sc://HOST:15002: %s", remote, words(err))
	}
	s := &session{client: client}
	for _, setting := range settings {
		if err := s.run(ctx, "set "+setting[0]+"="+setting[1]); err != nil {
			return nil, fmt.Errorf("%s: %w", remote, err)
		}
	}
	return s, nil
}

// run runs one statement for what it does.
func (s *session) run(ctx context.Context, statement string) error {
	_, err := s.client.Sql(ctx, statement)
	return s.fault(ctx, err)
}

// rows runs one select and hands out its rows, one record after another; none where there are none. The
// result is held in memory before the first of them.
func (s *session) rows(ctx context.Context, query string, each func(arrow.RecordBatch) error) (*arrow.Schema, error) {
	frame, err := s.client.Sql(ctx, query)
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	table, err := frame.ToArrow(ctx)
	if err != nil {
		return nil, s.fault(ctx, err)
	}
	if *table == nil {
		return nil, errors.New("want rows, got a statement that returns none")
	}
	reader := array.NewTableReader(*table, -1)
	defer reader.Release()
	for reader.Next() {
		if batch := reader.RecordBatch(); batch.NumRows() > 0 {
			batch.Retain()
			if err := each(batch); err != nil {
				return nil, err
			}
		}
	}
	return (*table).Schema(), reader.Err()
}

// fault is an error of the server in its own words, on one line.
func (s *session) fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, why, isGone := strings.Cut(words(err), "code = Unavailable desc = "); isGone {
		return fmt.Errorf("no Spark Connect server answers: %s", why)
	}
	var known *sparkerrors.SparkError
	switch {
	case !errors.As(err, &known):
		return errors.New(words(err))
	case known.Code.String() == "Unavailable":
		return fmt.Errorf("no Spark Connect server answers any more: %s", words(errors.New(known.Message)))
	}
	return saying(known.Message)
}

// said is an error of a statement.
type said struct {
	what string
	line int    // of the statement, counted from 1; 0 where it is not known
	name string // that the error is about; empty where there is none
}

func (s said) Error() string { return s.what }

var (
	atLine   = regexp.MustCompile(`\(?;? ?line (\d+),? pos(?:ition)? \d+\)?;?`)
	sqlState = regexp.MustCompile(`\s*SQLSTATE: \w+`)
)

// saying takes apart the message of a statement that failed: its first paragraph says what, the others draw the plan.
func saying(message string) error {
	s := said{what: strings.TrimSpace(message)}
	if match := atLine.FindStringSubmatch(s.what); match != nil {
		s.line, _ = strconv.Atoi(match[1])
	}
	what, _, _ := strings.Cut(s.what, "\n\n")
	what, _, _ = strings.Cut(what, ";\n")
	what, _, _ = strings.Cut(what, "== SQL")
	what = sqlState.ReplaceAllString(atLine.ReplaceAllString(what, ""), "")
	s.what = strings.Trim(strings.Join(strings.Fields(what), " "), " ;")
	first, _, _ := strings.Cut(s.what, " Did you mean")
	if match := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(first, -1); match != nil {
		s.name = match[len(match)-1][1]
	}
	return s
}

// words are those of an error on one line, without the place in the client.
func words(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
