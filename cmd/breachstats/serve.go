package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// server holds the flags of serve.
type server struct {
	listen, flight      string
	certificate, key    string
	tokens              string
	isBehindProxy       bool
	isPublic            bool
	hosts               []string
	workers, queue      int
	time, wait          time.Duration
	flightTime, prepare time.Duration
	memory, resident    byteSize
	rows                int64
	inAddress, inBody   byteSize
	isCheckedOnly       bool
	isListenGiven       bool
	isFlightGiven       bool
	isJSON, hasNoAccess bool
}

func (p *program) serveCommand() *cobra.Command {
	s := server{listen: "127.0.0.1:8420", flight: "127.0.0.1:8421", flightTime: time.Minute, prepare: 5 * time.Second, workers: 2, queue: 32, time: 10 * time.Second, wait: 5 * time.Second,
		memory: 800_000_000, resident: 1_200_000_000, rows: 100_000, inAddress: 8000, inBody: 1_000_000}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Answer questions in SQL over HTTP and Arrow Flight SQL, read only",
		Long: `Answer questions about the built database over HTTP:

  /sql                           a page with an SQL console
  /sql.csv?q=SQL                 the answer to a question
  /marts/breaches.csv?state=CA   a table, filtered
  /mcp                           for assistants (Model Context Protocol)
  anything else                  the published folder

Notebooks and BI tools ask over Arrow Flight SQL, on a second port.

Questions run in worker processes that can read the database and nothing else, each with limits of time
and memory. The database may be replaced at any moment: the next question reads the new one.

By default only this machine can ask. To listen on any other address than loopback, serve needs TLS
(--certificate and --key, or --behind-proxy if a proxy does it) and either --tokens, or --public to let
anybody in.`,
		Example: `  breachstats serve --check
  breachstats serve --check --listen 127.0.0.1:0 --workers 4 --timeout 30s`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			s.isListenGiven, s.isFlightGiven = c.Flags().Changed("listen"), c.Flags().Changed("flight-listen")
			return p.serve(c.Context(), s)
		},
	}
	flags := command.Flags()
	flags.StringVar(&s.listen, "listen", s.listen, "`address` to answer on; port 0 picks a free one")
	flags.StringVar(&s.flight, "flight-listen", s.flight, "`address` to answer Arrow Flight SQL on, with the same rules; empty for none")
	flags.StringVar(&s.certificate, "certificate", "", "`file` of the certificate for TLS, in PEM")
	flags.StringVar(&s.key, "key", "", "`file` of its private key, in PEM")
	flags.StringVar(&s.tokens, "tokens", "", "answer only clients with a token from this `file`, which \"breachstats serve token add\" writes")
	flags.BoolVar(&s.isBehindProxy, "behind-proxy", false, "a proxy in front of serve does TLS")
	flags.BoolVar(&s.isPublic, "public", false, "let anybody in, from anywhere")
	flags.StringSliceVar(&s.hosts, "host", nil, "host `name` that requests may use; may be repeated (default: the names of loopback, or any name if --listen is another address)")
	flags.IntVar(&s.workers, "workers", s.workers, "answer this `number` of questions side by side")
	flags.IntVar(&s.queue, "queue", s.queue, "let at most this `number` of questions wait for a worker")
	flags.DurationVar(&s.wait, "wait", s.wait, "let a question wait for a worker for at most this `time`")
	flags.DurationVar(&s.time, "timeout", s.time, "stop a question after this `time`")
	flags.DurationVar(&s.flightTime, "flight-timeout", s.flightTime, "stop a question over Flight SQL after this `time`")
	flags.DurationVar(&s.prepare, "prepare-timeout", s.prepare, "stop preparing a question after this `time`")
	flags.Var(&s.memory, "max-memory", "let DuckDB use this `size` of memory for a question")
	flags.Var(&s.resident, "max-resident", "end a worker that holds more than this `size` of memory")
	flags.Int64Var(&s.rows, "max-rows", s.rows, "cut answers of /sql after this `number` of rows; tables are never cut")
	flags.Var(&s.inAddress, "max-sql-in-address", "refuse SQL in a URL beyond this `size`")
	flags.Var(&s.inBody, "max-sql-in-body", "refuse SQL in the body of a request beyond this `size`")
	flags.BoolVar(&s.isCheckedOnly, "check", false, "start, answer one question, and end; listens only on ports that are given")
	flags.BoolVar(&s.isJSON, "json", false, "print the addresses as a JSON object on standard output")
	flags.BoolVar(&s.hasNoAccess, "no-access-log", false, "write no line for each request")
	command.AddCommand(p.tokenCommand())
	return p.outFlag(command)
}

func (p *program) tokenCommand() *cobra.Command {
	var path string
	token := &cobra.Command{
		Use:   "token",
		Short: "Manage the tokens of those who may ask",
		Long: `Manage the tokens of those who may ask: "breachstats serve --tokens FILE" answers only requests with a
token of that file, sent as "Authorization: Bearer TOKEN". To revoke a token, remove its line from the file.`,
		Example: `  breachstats serve token add newsroom
  breachstats serve token add desk --tokens tokens.txt`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Print a new token for somebody, once",
		Long: `Print a new token for somebody, once, and add its name and hash to the file of tokens. The token itself
is kept nowhere. A running server reads the file again when it changes.`,
		Example: `  breachstats serve token add newsroom
  breachstats serve token add desk --tokens tokens.txt`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrong("serve token add: want one name, got %d", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			made, err := serve.AddToken(path, args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.stdout, made)
			return err
		},
	}
	add.Flags().StringVar(&path, "tokens", "tokens.txt", "add it to this `file`")
	token.AddCommand(add)
	return token
}

func (p *program) serve(ctx context.Context, s server) error {
	doors, err := s.open(ctx, func(line string) { p.log("warning", line) })
	defer doors.close()
	if err != nil {
		return err
	}
	if err := p.checkFiles(s); err != nil {
		return err
	}
	pool, err := p.openPool(ctx, s)
	if err != nil {
		return err
	}
	defer pool.Close()
	if s.isCheckedOnly {
		return p.checkPool(ctx, pool)
	}
	if err := p.furnish(&doors, s, pool); err != nil {
		return err
	}
	if s.isJSON {
		if err := json.NewEncoder(p.stdout).Encode(doors.addresses(s)); err != nil {
			return err
		}
	}
	doors.say(p, s)
	p.sayProtections(pool.Status())
	return doors.serveUntil(ctx)
}

func (p *program) openPool(ctx context.Context, s server) (*serve.Pool, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	database := p.options().Database()
	return serve.Open(ctx, serve.Options{
		Database: database, Workers: s.workers, Resident: int64(s.resident), Queue: s.queue, Wait: s.wait, Say: p.say,
		Command: func(generation string) *exec.Cmd {
			worker := exec.Command(program, "serve-worker", "--data", p.dataDir, "--generation", generation,
				"--max-memory", s.memory.String(), "--threads", strconv.Itoa(max(1, runtime.GOMAXPROCS(0)/s.workers)))
			worker.Args[0] = "breachstats"
			return worker
		},
	})
}

func (p *program) checkPool(ctx context.Context, pool *serve.Pool) error {
	answer, err := pool.Ask(ctx, "check", serve.Question{SQL: "select count(*) from marts.breaches"}, time.Minute, "")
	if err != nil {
		return err
	}
	defer answer.Close()
	rows, err := answer.Records()
	if err != nil {
		return err
	}
	defer rows.Release()
	for rows.Next() {
		p.say("the database answers: %s breaches", formats.Cell(rows.RecordBatch().Column(0), 0))
	}
	if _, err := answer.Ending(); err != nil {
		return err
	}
	p.sayProtections(pool.Status())
	return nil
}

func (p *program) sayProtections(status serve.Status) {
	p.say("a question %s", strings.Join(status.Protections, "; it "))
	for _, missing := range status.Missing {
		p.log("warning", "this system does not offer: "+missing)
	}
}

// serveWorkerCommand runs the program as a worker of serve. It is hidden: only serve calls it.
func (p *program) serveWorkerCommand() *cobra.Command {
	var generation string
	kept := limits{}
	command := &cobra.Command{
		Use:    "serve-worker",
		Hidden: true,
		Args:   noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return serve.Work(c.Context(), p.stdin, p.stdout, serve.WorkerOptions{Database: p.options().Database(), Generation: generation,
				Limits: warehouse.Limits{Memory: int64(kept.memory), Threads: kept.threads}})
		},
	}
	command.Flags().StringVar(&generation, "generation", "", "open this `file` of the database only")
	kept.register(command, "let DuckDB use this `size`")
	return command
}
