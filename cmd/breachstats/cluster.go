package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
)

// The values of --engine.
const (
	engineDuckDB = "duckdb"
	engineSpark  = "spark"
)

// clusterFlags holds the flags of commands that can work on a cluster.
type clusterFlags struct {
	engine string
	pipeline.Cluster
}

// engineFlag adds these flags to a command.
func (p *program) engineFlag(command *cobra.Command) *cobra.Command {
	flags := command.Flags()
	flags.StringVar(&p.cluster.engine, "engine", engineDuckDB, "`name` of the engine that makes and reads the tables, duckdb or spark; see docs/cluster.md")
	flags.StringVar(&p.cluster.Remote, "remote", os.Getenv("SPARK_REMOTE"), "with --engine spark: the Spark Connect `server`, as sc://HOST:15002 (or SPARK_REMOTE)")
	flags.StringVar(&p.cluster.Storage, "storage", "", "with --engine spark: `folder` for the tables; this machine and every worker must see it")
	flags.StringVar(&p.cluster.StorageURI, "storage-uri", "", "the `URI` under which Spark sees --storage, such as s3a://bucket/breaches (default: the same path)")
	flags.StringArrayVar(&p.cluster.Settings, "spark-conf", nil, "with --engine spark: a setting of the Spark session, as KEY=VALUE (`K=V`); may be repeated")
	wantFirst(command, func() error { return p.cluster.check(command) })
	return command
}

// check returns an error for flags that exclude each other or lack a value.
func (f *clusterFlags) check(c *cobra.Command) error {
	switch f.engine {
	case engineDuckDB:
		for _, name := range []string{"remote", "storage", "storage-uri", "spark-conf"} {
			if c.Flags().Changed(name) {
				return wrong("--%s: want --engine spark too", name)
			}
		}
		return nil
	case engineSpark:
	default:
		return wrong("--engine: want duckdb or spark, got %q", f.engine)
	}
	if !strings.HasPrefix(f.Remote, "sc://") {
		return wrong("--remote: want the Spark Connect server, sc://HOST:15002, got %q", f.Remote)
	}
	if f.Storage == "" {
		return wrong("--storage: want a folder that this machine and Spark both see")
	}
	for _, setting := range f.Settings {
		if key, _, isSet := strings.Cut(setting, "="); !isSet || key == "" {
			return wrong("--spark-conf: want KEY=VALUE, got %q", setting)
		}
	}
	return nil
}

// asked returns the cluster that the flags choose; nil means the embedded engine.
func (f *clusterFlags) asked() *pipeline.Cluster {
	if f.engine != engineSpark {
		return nil
	}
	return &f.Cluster
}

// queryCluster asks the published build of a cluster. The question is wrapped in a select, so it cannot change
// a table.
func (p *program) queryCluster(ctx context.Context, asks posed, format string, out io.Writer, writing func(func() error) error) (err error) {
	if len(asks.files) > 0 {
		return wrong("--engine spark: want a question about the built tables, got an export in --file")
	}
	s, err := pipeline.OpenCluster(ctx, p.options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var result formats.Writer
	start := func(schema *arrow.Schema) (err error) {
		result, err = formats.New(format, out, schema, formats.Options{Width: terminalWidth(out)})
		return err
	}
	question := "select * from (\n" + strings.TrimRight(asks.statement, "; \t\r\n") + "\n)"
	schema, err := s.Stream(ctx, question, func(rows arrow.RecordBatch) error {
		return writing(func() error {
			if result == nil {
				if err := start(rows.Schema()); err != nil {
					return err
				}
			}
			return result.Write(rows)
		})
	})
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	if result == nil {
		if err := start(schema); err != nil {
			return err
		}
	}
	return result.Close()
}
