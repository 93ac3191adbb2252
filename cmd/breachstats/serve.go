package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/serve/web"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// server are the flags of serve.
type server struct {
	listen              string
	certificate, key    string
	tokens              string
	isBehindProxy       bool
	isPublic            bool
	hosts               []string
	workers, queue      int
	time, wait          time.Duration
	memory, resident    byteSize
	rows                int64
	inAddress, inBody   byteSize
	isCheckedOnly       bool
	isJSON, hasNoAccess bool
}

func (p *program) serveCommand() *cobra.Command {
	s := server{listen: "127.0.0.1:8420", workers: 2, queue: 32, time: 10 * time.Second, wait: 5 * time.Second,
		memory: 800_000_000, resident: 1_200_000_000, rows: 100_000, inAddress: 8000, inBody: 1_000_000}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Answer questions in SQL over HTTP, read only",
		Long: `Answer questions about the built database over HTTP: /sql is a page to ask on, /sql.csv?q=SQL an answer,
/marts/breaches.csv?state=CA a table, and everything else the published folder.

Questions run in worker processes that can read the database and nothing else, each within its limits
of time and memory. The database may be replaced at any moment: the next question goes to the new one.

Anybody on this machine may ask. On any other address than loopback, serve wants TLS (--certificate and
--key, or --behind-proxy where a proxy does it) and --tokens, or --public to let anybody in.`,
		Example: `  breachstats serve --check
  breachstats serve --check --listen 127.0.0.1:0 --workers 4 --timeout 30s`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.serve(c.Context(), s) },
	}
	flags := command.Flags()
	flags.StringVar(&s.listen, "listen", s.listen, "`address` to answer on; port 0 picks a free one")
	flags.StringVar(&s.certificate, "certificate", "", "`file` of the certificate for TLS, in PEM")
	flags.StringVar(&s.key, "key", "", "`file` of its private key, in PEM")
	flags.StringVar(&s.tokens, "tokens", "", "let only those in whose token is in this `file`, as \"breachstats serve token add\" writes it")
	flags.BoolVar(&s.isBehindProxy, "behind-proxy", false, "a proxy in front does TLS")
	flags.BoolVar(&s.isPublic, "public", false, "let anybody in, from anywhere")
	flags.StringSliceVar(&s.hosts, "host", nil, "`name` under which the server is asked; may be repeated (default: those of loopback, or any where --listen is another address)")
	flags.IntVar(&s.workers, "workers", s.workers, "answer this `number` of questions side by side")
	flags.IntVar(&s.queue, "queue", s.queue, "let this `number` of questions wait for a worker")
	flags.DurationVar(&s.wait, "wait", s.wait, "let each wait this `time`")
	flags.DurationVar(&s.time, "timeout", s.time, "stop a question after this `time`")
	flags.Var(&s.memory, "max-memory", "let DuckDB use this `size` for a question")
	flags.Var(&s.resident, "max-resident", "end a worker beyond this `size`")
	flags.Int64Var(&s.rows, "max-rows", s.rows, "cut answers of /sql after this `number` of rows; tables are never cut")
	flags.Var(&s.inAddress, "max-sql-in-address", "refuse more SQL in an address than this `size`")
	flags.Var(&s.inBody, "max-sql-in-body", "refuse more SQL in a body than this `size`")
	flags.BoolVar(&s.isCheckedOnly, "check", false, "start, answer one question, and end")
	flags.BoolVar(&s.isJSON, "json", false, "print the address as a JSON object on standard output")
	flags.BoolVar(&s.hasNoAccess, "no-access-log", false, "write no line for each request")
	command.AddCommand(p.tokenCommand())
	return p.outFlag(command)
}

func (p *program) tokenCommand() *cobra.Command {
	var path string
	token := &cobra.Command{
		Use:   "token",
		Short: "Let somebody in",
		Long: `Let somebody in: "breachstats serve --tokens FILE" answers only those who send a token that it knows,
as "Authorization: Bearer TOKEN". To shut somebody out, remove the line of that name.`,
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

// wantAccess refuses an address beyond this machine without what it takes to stand there.
func (s server) wantAccess(address net.Addr) error {
	tcp, isTCP := address.(*net.TCPAddr)
	switch {
	case (s.certificate == "") != (s.key == ""):
		return wrong("serve: want --certificate and --key together")
	case isTCP && tcp.IP.IsLoopback(), s.isPublic:
		return nil
	case s.tokens == "":
		return wrong("serve: %s can be reached from elsewhere: want --tokens FILE, or --public to let anybody in", address)
	case s.certificate == "" && !s.isBehindProxy:
		return wrong("serve: %s can be reached from elsewhere: want --certificate and --key, or --behind-proxy where a proxy does TLS", address)
	}
	return nil
}

func (p *program) serve(ctx context.Context, s server) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", s.listen, err)
	}
	defer func() { _ = listener.Close() }() // the server closes it too
	if err := s.wantAccess(listener.Addr()); err != nil {
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
	options, err := p.webOptions(s, pool, listener.Addr())
	if err != nil {
		return err
	}
	scheme := "http"
	if s.certificate != "" {
		scheme = "https"
	}
	address := scheme + "://" + listener.Addr().String() + "/"
	if s.isJSON {
		fmt.Fprintf(p.stdout, "{\"http\": %q}\n", address)
	}
	p.say("answers on %s", address)
	p.sayProtections(pool.Status())
	return serveUntil(ctx, listener, s, web.Handler(options))
}

// Limits of a connection, so that one that says nothing does not stay.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	stopTime   = 10 * time.Second
	mostHeader = 64 << 10
)

// serveUntil answers until the context ends, and then lets answers under way end.
func serveUntil(ctx context.Context, listener net.Listener, s server, handler http.Handler) error {
	httpServer := &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	ended := make(chan error, 1)
	go func() {
		if s.certificate != "" {
			ended <- httpServer.ServeTLS(listener, s.certificate, s.key)
		} else {
			ended <- httpServer.Serve(listener)
		}
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	late, stop := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer stop()
	if err := httpServer.Shutdown(late); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
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
		p.tell("warning", "this system does not offer: "+missing)
	}
}

func (p *program) webOptions(s server, pool *serve.Pool, address net.Addr) (web.Options, error) {
	options := web.Options{Pool: pool, Out: p.outDir, Time: s.time, Rows: s.rows, InAddress: int64(s.inAddress), InBody: int64(s.inBody),
		Hosts: s.hosts, IsBehindProxy: s.isBehindProxy, Version: version}
	if tcp, isTCP := address.(*net.TCPAddr); isTCP && tcp.IP.IsLoopback() && len(s.hosts) == 0 {
		options.Hosts = []string{"localhost", "127.0.0.1", "::1", tcp.IP.String()}
	}
	if !s.hasNoAccess && !p.isQuiet {
		options.Access = slog.New(slog.NewJSONHandler(p.stderr, nil))
	}
	if s.tokens == "" {
		return options, nil
	}
	tokens, err := serve.OpenTokens(s.tokens)
	if err != nil {
		return options, fmt.Errorf("--tokens: %w", err)
	}
	options.Allow = func(r *http.Request) (string, bool) {
		if token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); isBearer {
			return tokens.Name(token)
		}
		_, password, _ := r.BasicAuth()
		return tokens.Name(password)
	}
	return options, nil
}

// serveWorkerCommand is the program as a worker of serve. It is not for people.
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
	command.Flags().StringVar(&generation, "generation", "", "open this `file` of the database and no other")
	kept.register(command, "let DuckDB use this `size`")
	return command
}
