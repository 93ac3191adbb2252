package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/export"
)

// examined is an export that was copied and read in full.
type examined struct {
	staged   *data.Staged
	snapshot data.Snapshot
	err      error
}

// examineAll examines exports in order, and the next one while the caller processes the last. It
// stops early when the context ends. isAlone reports for a view that its export will be stored
// whole.
func examineAll(ctx context.Context, store *data.Store, exports []Export, isAlone func(data.View) bool) iter.Seq[examined] {
	return func(yield func(examined) bool) {
		ctx, stop := context.WithCancel(ctx)
		done := make(chan examined)
		finished := make(chan struct{})
		defer func() {
			stop()
			<-finished
		}()
		go func() {
			defer close(finished)
			defer close(done)
			for _, e := range exports {
				if ctx.Err() != nil {
					return
				}
				read := examine(ctx, store, e, isAlone(e.View))
				select {
				case done <- read:
				case <-ctx.Done():
					if read.staged != nil {
						read.staged.Discard()
					}
					return
				}
			}
		}()
		for e := range done {
			if !yield(e) {
				return
			}
		}
	}
}

// examine copies an export and reads every row of the copy. If the export will be stored whole, the
// copy is packed at the same time. If the context ends, examine stops and leaves no copy.
func examine(ctx context.Context, store *data.Store, given Export, isAlone bool) examined {
	survey := export.NewSurvey()
	staged, err := stage(ctx, store, given, survey)
	if err != nil {
		return examined{err: err}
	}
	if isAlone {
		staged.Pack()
	}
	snapshot, err := readStaged(ctx, staged, given, survey)
	if err != nil {
		staged.Discard()
		return examined{err: err}
	}
	return examined{staged: staged, snapshot: snapshot}
}

func stage(ctx context.Context, store *data.Store, given Export, survey *export.Survey) (*data.Staged, error) {
	bytes, err := given.Open()
	if err != nil {
		return nil, err
	}
	staged, err := store.Stage(ctx, bytes, survey)
	if err := errors.Join(err, bytes.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", given.Path, err)
	}
	return staged, nil
}

func readStaged(ctx context.Context, staged *data.Staged, given Export, survey *export.Survey) (data.Snapshot, error) {
	copied, err := staged.Open(ctx)
	if err != nil {
		return data.Snapshot{}, err
	}
	newest := newestSubmission{view: given.View}
	summary, err := survey.Read(given.Path, copied, given.View, func(row export.Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return newest.see(row)
	})
	if given.IsEmptyList && errors.Is(err, export.ErrNoRows) {
		err = nil
	}
	if err := errors.Join(err, copied.Close()); err != nil {
		return data.Snapshot{}, err
	}
	if day := newest.day.Format(time.DateOnly); newest.line > 0 && day > given.Capture.Day {
		return data.Snapshot{}, fmt.Errorf("%s:%d: want submissions up to the capture of %s, got %s; is --captured right?",
			given.Path, newest.line, given.Capture.Day, day)
	}
	return data.Snapshot{
		Capture: given.Capture, View: given.View, Source: given.Name, Answer: given.Answer,
		SHA256: staged.SHA256, RowsSHA256: summary.RowsSHA256, Bytes: staged.Bytes, Rows: int64(summary.Rows),
		Encoding: summary.Encoding, DamagedCharacters: summary.DamagedCharacters,
		RepairedCharacters: summary.RepairedCharacters, HasRepairedHeader: summary.RepairedHeader,
		IsSynthetic: summary.IsSynthetic,
	}, nil
}

// intake adds examined exports to a store.
type intake struct {
	o       Options
	store   *data.Store
	batch   *data.Batch
	held    []data.Snapshot // snapshots of the store and the batch
	fresh   []data.Snapshot
	present bool // whether the store had the snapshot of the last check
}

func newIntake(o Options, store *data.Store) *intake {
	return &intake{o: o, store: store, batch: store.NewBatch(), held: store.Snapshots()}
}

// isAlone returns a function that reports whether a view has one new export and none in the store.
func isAlone(store *data.Store, exports []Export) func(data.View) bool {
	count := map[data.View]int{}
	for _, snapshot := range store.Snapshots() {
		count[snapshot.View]++
	}
	for _, e := range exports {
		count[e.View]++
	}
	return func(view data.View) bool { return count[view] == 1 }
}

// check returns an error if a snapshot cannot join the store; see [data.Check].
func (in *intake) check(snapshot data.Snapshot) error {
	present, err := data.Check(in.store, in.held, snapshot)
	in.present = present
	if err == nil && !present {
		in.held = append(in.held, snapshot)
	}
	return err
}

// add puts a checked snapshot into the batch, unless the store has it. If its base in the store
// cannot be read, a message says so and the snapshot is stored whole.
func (in *intake) add(ctx context.Context, e examined) error {
	if in.present {
		in.o.Say("unchanged: %s holds these bytes already", in.store.Path(e.snapshot.File()))
		return nil
	}
	in.fresh = append(in.fresh, e.snapshot)
	unread, err := in.batch.Add(ctx, e.snapshot, e.staged)
	if unread != nil {
		in.o.Say("%v; the new export is stored without it", unread)
	}
	return err
}

// commit makes all snapshots part of the store.
func (in *intake) commit() error {
	if len(in.fresh) == 0 {
		return nil
	}
	if err := in.batch.Commit(); err != nil {
		return err
	}
	for _, snapshot := range in.fresh {
		in.o.Say("imported %s", describe(in.store, snapshot))
	}
	return nil
}

func (in *intake) discard() { in.batch.Discard() }
