package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline"
)

func (p *program) snapshotsCommand() *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "snapshots",
		Short: "List the exports in the store",
		Long: `List the exports in the store, oldest capture first: capture, view, reports, how the bytes were read,
how many characters were damaged beyond repair, bytes, bytes on disk, sha256 and original name.

The first export of a view and year is stored whole, as a base. A similar later one is stored as its
difference from the base; "breachstats snapshots cat" writes any of them whole.`,
		Example: `  breachstats snapshots
  breachstats snapshots --data demo/data --format csv`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			store, err := data.OpenStore(p.dataDir)
			if err != nil {
				return err
			}
			rows := snapshotRecord(store.Snapshots())
			return p.print(format, rows)
		},
	}
	p.formatFlag(command, &format)
	command.AddCommand(p.forgetCommand(), p.catCommand())
	return command
}

func (p *program) catCommand() *cobra.Command {
	var output string
	command := &cobra.Command{
		Use:   "cat CAPTURE VIEW",
		Short: "Write the bytes of one export, as they came",
		Long: `Write the bytes of one export, exactly as they came. They are compared with the manifest first; if they
differ, nothing is written.`,
		Example: `  breachstats snapshots cat 2024-10-17 under-investigation
  breachstats snapshots cat 2024-10-17 archive --output archive.csv`,
		Args: captureAndView("cat"),
		RunE: func(c *cobra.Command, args []string) error {
			snapshot, err := parseSnapshot(args)
			if err != nil {
				return err
			}
			store, err := data.OpenStore(p.dataDir)
			if err != nil {
				return err
			}
			export, err := store.Open(c.Context(), snapshot)
			if err != nil {
				return err
			}
			defer export.Close()
			if output == "" {
				if _, err := io.Copy(p.stdout, export); err != nil {
					return fmt.Errorf("stdout: %w", err)
				}
				return nil
			}
			pending, err := renameio.NewPendingFile(output, renameio.WithPermissions(0o644))
			if err != nil {
				return err
			}
			if _, err := io.Copy(pending, export); err != nil {
				_ = pending.Cleanup()
				return err
			}
			return pending.CloseAtomicallyReplace()
		},
	}
	command.Flags().StringVarP(&output, "output", "o", "", "write to this `file` (default: standard output)")
	return command
}

// captureAndView requires the two arguments that name an export.
func captureAndView(verb string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 2 {
			return wrong("%s: want a capture and a view, as in 2024-10-17 archive, got %d arguments", verb, len(args))
		}
		return nil
	}
}

func parseSnapshot(args []string) (data.Snapshot, error) {
	capture, err := data.ParseCapture(args[0])
	if err != nil {
		return data.Snapshot{}, wrongCommand{err}
	}
	view, err := data.ParseView(args[1])
	if err != nil {
		return data.Snapshot{}, wrongCommand{err}
	}
	return data.Snapshot{Capture: capture, View: view}, nil
}

func (p *program) forgetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "forget CAPTURE VIEW",
		Short: "Withdraw one export from the store",
		Long: `Withdraw one export from the store, for example one that was imported under a wrong day.

Its file and its line in the manifest are removed. If it was the base of other exports, those are stored
again without it. The database does not change until the next build.`,
		Example: `  breachstats snapshots forget 2024-10-17 archive
  breachstats snapshots forget 2024-10-17 under-investigation --data demo/data`,
		Args: captureAndView("forget"),
		RunE: func(c *cobra.Command, args []string) error {
			snapshot, err := parseSnapshot(args)
			if err != nil {
				return err
			}
			return pipeline.Forget(c.Context(), p.options(), snapshot.Capture, snapshot.View)
		},
	}
}

func (p *program) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Compare every byte of the store with its manifest",
		Long: `Read every byte of the store again and compare it with the manifest: every export is restored as it came
and compared with its checksum.

Each fault is one line: a file that is missing, changed, or not in the manifest.`,
		Example: `  breachstats verify
  breachstats verify --data demo/data`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := pipeline.WantFolder(p.dataDir); err != nil {
				return err
			}
			store, err := data.OpenStore(p.dataDir)
			if err != nil {
				return err
			}
			if len(store.Snapshots()) == 0 && !isThere(store.Path("manifest.csv")) && !isThere(store.Path("snapshots")) {
				p.say("%s holds no exports yet, so there is nothing to verify; `breachstats import` or `breachstats run` adds some", p.dataDir)
				return nil
			}
			if err := store.Verify(c.Context()); err != nil {
				return err
			}
			p.say("%d snapshots match %s", len(store.Snapshots()), store.Path("manifest.csv"))
			return nil
		},
	}
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func snapshotRecord(snapshots []data.Snapshot) arrow.RecordBatch {
	text, number, flag := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64, arrow.FixedWidthTypes.Boolean
	fields := []arrow.Field{
		{Name: "capture", Type: text}, {Name: "view", Type: text}, {Name: "rows", Type: number},
		{Name: "encoding", Type: text}, {Name: "damaged_characters", Type: number},
		{Name: "has_repaired_header", Type: flag}, {Name: "is_synthetic", Type: flag},
		{Name: "bytes", Type: number}, {Name: "stored_bytes", Type: number}, {Name: "sha256", Type: text}, {Name: "source", Type: text},
	}
	var rows [][]string
	for _, s := range snapshots {
		rows = append(rows, []string{
			s.Capture.String(), string(s.View), strconv.FormatInt(s.Rows, 10), s.Encoding, strconv.FormatInt(s.DamagedCharacters, 10),
			strconv.FormatBool(s.HasRepairedHeader), strconv.FormatBool(s.IsSynthetic), strconv.FormatInt(s.Bytes, 10),
			strconv.FormatInt(s.Stored.Bytes, 10), s.SHA256, s.Source,
		})
	}
	return recordOf(fields, rows)
}
