package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/fetch"
)

// linked is set by the linker to the release or commit that the program was built from.
var linked string

// version identifies the program in every figure that it makes: the release or commit.
var version = versionOf(linked, debug.ReadBuildInfo)

// versionOf returns the linked version, or else the one that the Go tool recorded in the program.
func versionOf(linked string, read func() (*debug.BuildInfo, bool)) string {
	info, isKnown := read()
	if linked != "" || !isKnown {
		return cmp.Or(linked, "unknown")
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return "development build"
}

// Exit statuses. With each of them but exitDone, the failed step leaves its previous output untouched.
const (
	exitDone         = 0
	exitFailed       = 1
	exitWrongCommand = 2
	exitChecksFailed = 3
	exitUntrusted    = 4
	exitUnreachable  = 5
	exitLocked       = 6
	exitStale        = 7 // this and the next three: status --check
	exitFuture       = 8
	exitHalf         = 9
	exitMissing      = 10
	exitInterrupted  = 130 // as shells have it for SIGINT; for SIGTERM too
)

const exitStatuses = `Exit status:
  0 done or nothing to do, 1 failed, 2 wrong command line, 3 checks failed, 4 portal answered but
  cannot be trusted, 5 portal unreachable, 6 another run holds the lock, 130 interrupted.
  Of "status --check": 7 newest capture too old, 8 in the future, 9 half, 10 none there.
  A failed step leaves its previous output untouched.`

// program is one call of breachstats: its flags, its streams and its progress.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// now is the clock of the log: if it is set, a line on stderr begins with the time.
	now func() time.Time
	// hasStarted becomes true when the command line has been parsed.
	hasStarted bool

	dataDir, outDir, sqlDir, rulesFile string
	isFresh                            bool   // --fresh
	asOf                               string // of --as-of: a day, newest or empty
	profilePath                        string
	profile                            *profile // nil without --profile
	isQuiet                            bool
	logFormat                          string
	// cluster holds --engine and its flags.
	cluster clusterFlags
	// kept is the limit of a build, check or publication; its memory is 0 without a limit.
	kept limits

	// checks reports in words how many checks the last build ran; empty before a build.
	checks string
}

// run runs one command line and returns the exit status. The log has no times.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return (&program{stdin: stdin, stdout: stdout, stderr: stderr}).run(args)
}

// run is the program: it runs one command line and returns the exit status.
func (p *program) run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	root := p.rootCommand()
	root.SetArgs(args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	err := root.ExecuteContext(ctx)
	if closed := p.profile.close(); err == nil && closed != nil {
		err = fmt.Errorf("--profile: %w", closed)
	}
	if err == nil {
		return exitDone
	}
	if isInterrupted(ctx, err) {
		err = errInterrupted
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		p.log("error", "breachstats: "+line+advice(line))
	}
	return p.exitStatus(err)
}

// advice is what to do about an error of the operating system; empty for other errors. It matches the words of
// the message, because DuckDB passes on nothing else.
func advice(message string) string {
	lower := strings.ToLower(message)
	for _, known := range []struct {
		fault error
		toDo  string
	}{
		{syscall.ENOSPC, "free some space there and run it again"},
		{syscall.EDQUOT, "free some space there and run it again"},
		{syscall.EACCES, "let this user in, or name another folder"},
		{syscall.EPERM, "let this user in, or name another folder"},
		{syscall.EROFS, "name a folder that can be written"},
		{syscall.EIO, "the disk may be failing; look at it before you run it again"},
	} {
		if strings.HasSuffix(strings.TrimRight(lower, `".`), known.fault.Error()) {
			return "; " + known.toDo
		}
	}
	if strings.Contains(lower, "out of memory error: ") {
		return "; allow more with --max-memory, or free some memory"
	}
	return ""
}

// exitStatus is the exit status that an error stands for.
func (p *program) exitStatus(err error) int {
	var wrong wrongCommand
	switch {
	case err == nil:
		return exitDone
	case !p.hasStarted || errors.As(err, &wrong):
		return exitWrongCommand
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.Is(err, check.ErrFailed), errors.Is(err, errDiffers):
		return exitChecksFailed
	case errors.Is(err, fetch.ErrUntrusted):
		return exitUntrusted
	case errors.Is(err, fetch.ErrUnreachable):
		return exitUnreachable
	case errors.Is(err, data.ErrLocked):
		return exitLocked
	}
	var unfit unfitStore
	if errors.As(err, &unfit) {
		return unfit.status
	}
	return exitFailed
}

// errInterrupted is how an interrupted program ends.
var errInterrupted = errors.New("interrupted")

// isInterrupted reports whether an error is due to a signal that ended the context. Failed checks are reported
// as failed checks, interrupted or not.
func isInterrupted(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() != nil && !errors.Is(err, check.ErrFailed)
}

// wrongCommand is a mistake in the command line that only the command itself can detect.
type wrongCommand struct{ error }

func wrong(format string, args ...any) error { return wrongCommand{fmt.Errorf(format, args...)} }

// noArgs refuses arguments with an error in the style of this program.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return wrong("%s: want no argument, got %q", c.Name(), args[0])
	}
	return nil
}

func (p *program) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "breachstats",
		Short: "Turn exports of the HHS OCR breach portal into checked tables and figures",
		Long: `Turn exports of the HHS OCR breach portal into a DuckDB database, checked tables, charts and CSV files.

The steps are: fetch or import (exports into the store), build (models, checks, database), and publish
(figures). "run" does all of them. "query" and "models" ask the result. "status" shows what is in the store
and how the last run ended.`,
		Example: `  breachstats run --source sample --data demo/data --out demo/out
  breachstats run 2024-10-17_archive.csv 2024-10-17_under-investigation.csv`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if p.logFormat != "text" && p.logFormat != "json" {
				return wrong(`--log-format: want text or json, got %q`, p.logFormat)
			}
			p.hasStarted = true
			return p.startProfile()
		},
	}
	root.SetVersionTemplate("breachstats {{.Version}}\n")
	root.SetUsageTemplate(usageTemplate)
	root.CompletionOptions.HiddenDefaultCmd = true
	defaultData := "data"
	if dir := os.Getenv("BREACHSTATS_DATA"); dir != "" {
		defaultData = dir
	}
	flags := root.PersistentFlags()
	flags.StringVar(&p.dataDir, "data", defaultData, "data `folder`: snapshots, manifest and database (or BREACHSTATS_DATA)")
	flags.BoolVar(&p.isQuiet, "quiet", false, "print errors only")
	flags.StringVar(&p.logFormat, "log-format", "text", "progress and errors on stderr as `text or json`, one JSON object per line")
	root.AddCommand(
		p.profileFlag(p.memoryFlags(p.outFlag(p.sqlFlag(p.rulesFlag(p.engineFlag(p.runCommand())))))), p.fetchCommand(), p.profileFlag(p.importCommand()),
		p.profileFlag(p.memoryFlags(p.sqlFlag(p.rulesFlag(p.engineFlag(p.buildCommand()))))), p.profileFlag(p.memoryFlags(p.sqlFlag(p.engineFlag(p.checkCommand())))),
		p.profileFlag(p.memoryFlags(p.outFlag(p.sqlFlag(p.engineFlag(p.publishCommand()))))),
		p.engineFlag(p.queryCommand()), p.chartCommand(), p.diffCommand(), p.engineFlag(p.reproduceCommand()), p.explainCommand(), p.rulesFlag(p.evaluateCommand()), p.rulesCommand(),
		p.sqlFlag(p.modelsCommand()),
		p.serveCommand(), p.serveWorkerCommand(), p.snapshotsCommand(), p.capturesCommand(), p.verifyCommand(), p.outFlag(p.statusCommand()), p.sampleCommand())
	return root
}

// outFlag adds the flag of the commands that publish; sqlFlag that of the commands that use the models.
func (p *program) outFlag(command *cobra.Command) *cobra.Command {
	command.Flags().StringVar(&p.outDir, "out", "out", "`folder` of published figures; the folder that holds it must be writable too")
	return command
}

func (p *program) sqlFlag(command *cobra.Command) *cobra.Command {
	command.Flags().StringVar(&p.sqlDir, "sql", "", "`folder` of SQL models to use (default: the built-in ones)")
	return command
}

func (p *program) rulesFlag(command *cobra.Command) *cobra.Command {
	command.Flags().StringVar(&p.rulesFile, "rules", "", "CSV `file` of origin rules to use, as \"breachstats rules\" prints them (default: the built-in ones)")
	return command
}

func (p *program) options() pipeline.Options {
	kept := p.kept.spilling()
	options := pipeline.Options{Data: p.dataDir, Out: p.outDir, SQL: p.sqlDir, Rules: p.rulesFile, IsFresh: p.isFresh, Version: version, Say: p.say,
		Memory: kept.Memory, Threads: kept.Threads, Cluster: p.cluster.asked()}
	if p.profile != nil {
		options.Trace = p.profile.begin
	}
	return options
}

// say prints a line of progress on stderr, unless --quiet.
func (p *program) say(format string, args ...any) {
	if !p.isQuiet {
		p.log("info", fmt.Sprintf(format, args...))
	}
}

// log prints one line on stderr in the form of --log-format, with the time in UTC; text on a terminal has no
// time. A message may quote a file or the portal, so as text it is made printable.
func (p *program) log(level, message string) {
	at := ""
	if p.now != nil {
		at = p.now().UTC().Format(time.RFC3339)
	}
	if p.logFormat != "json" {
		if at != "" && !isTerminal(p.stderr) {
			at += " "
		} else {
			at = ""
		}
		fmt.Fprintln(p.stderr, at+formats.Printable(message))
		return
	}
	line, err := json.Marshal(struct {
		Level   string `json:"level"`
		Message string `json:"message"`
		Time    string `json:"time,omitempty"`
	}{level, message, at})
	if err != nil {
		line = []byte(message)
	}
	fmt.Fprintln(p.stderr, string(line))
}

// report prints the checks that failed, each with its first rows: failures always, warnings unless --quiet.
func (p *program) report(results []check.Result) {
	for _, result := range results {
		if result.Failing == 0 {
			continue
		}
		level, shown, put := "error", result.Examples, func(line string) { p.log("error", line) }
		if result.IsWarning {
			level, shown, put = "warning", result.Examples[:min(3, len(result.Examples))], func(line string) {
				if !p.isQuiet {
					p.log("warning", line)
				}
			}
		}
		rows := "rows break"
		if result.Failing == 1 {
			rows = "row breaks"
		}
		put(fmt.Sprintf("%s: %d %s %q (%s:%d)", level, result.Failing, rows, result.Claim, result.Path, result.Line))
		for _, example := range shown {
			put("  " + example)
		}
		if rest := result.Failing - int64(len(shown)); rest > 0 {
			put(fmt.Sprintf("  and %d more", rest))
		}
	}
}

const usageTemplate = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{if .Runnable}} | {{end}}{{end}}{{if .Runnable}}{{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Flags of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}
` + exitStatuses + `

Examples:
{{.Example}}
`
