package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/export"
	"github.com/breachstats/breachstats/pipeline/load"
)

// examined is an export that was copied and read in full.
type examined struct {
	staged   *data.Staged
	reading  load.Reading
	snapshot data.Snapshot
	isAlone  bool // no other snapshot of the view is there, or comes with it
	err      error
}

// examineAll examines exports in their order, the next one while a caller is busy with the last.
// It ends early when the context does. Those for which isAlone holds are no use to any other.
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

// examine copies an export and reads every row of the copy, which is packed meanwhile where no other
// can tell it. It ends early when the context does, and leaves no copy then.
func examine(ctx context.Context, store *data.Store, given Export, isAlone bool) examined {
	survey := export.NewSurvey()
	staged, err := stage(ctx, store, given, survey)
	if err != nil {
		return examined{err: err}
	}
	read := load.ReadWhole
	if isAlone || staged.Held() == nil {
		read = load.ReadThrough // no other will go back to it
	}
	if isAlone {
		staged.Pack()
	}
	reading, snapshot, err := readStaged(ctx, staged, given, survey, read)
	if err != nil {
		staged.Discard()
		return examined{err: err}
	}
	return examined{staged: staged, reading: reading, snapshot: snapshot, isAlone: isAlone}
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

// reader is load.ReadWhole or load.ReadThrough.
type reader func(survey *export.Survey, name string, export io.ReadSeeker, view data.View, each func(export.Row) error) (load.Reading, error)

func readStaged(ctx context.Context, staged *data.Staged, given Export, survey *export.Survey, read reader) (load.Reading, data.Snapshot, error) {
	copied, err := staged.Open(ctx)
	if err != nil {
		return load.Reading{}, data.Snapshot{}, err
	}
	newest := newestSubmission{view: given.View}
	reading, err := read(survey, given.Path, copied, given.View, func(row export.Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return newest.see(row)
	})
	if err == nil && reading.IsEmpty && !given.IsEmptyList {
		err = fmt.Errorf("%s:1: %w", given.Path, export.ErrNoRows)
	}
	if err := errors.Join(err, copied.Close()); err != nil {
		return load.Reading{}, data.Snapshot{}, err
	}
	if day := newest.day.Format(time.DateOnly); newest.line > 0 && day > given.Capture.Day {
		return load.Reading{}, data.Snapshot{}, fmt.Errorf("%s:%d: want submissions up to the capture of %s, got %s; is --captured right?",
			given.Path, newest.line, given.Capture.Day, day)
	}
	summary := reading.Summary
	return reading, data.Snapshot{
		Capture: given.Capture, View: given.View, Source: given.Name, Answer: given.Answer,
		SHA256: staged.SHA256, RowsSHA256: summary.RowsSHA256, Bytes: staged.Bytes, Rows: int64(summary.Rows),
		Encoding: summary.Encoding, DamagedCharacters: summary.DamagedCharacters,
		RepairedCharacters: summary.RepairedCharacters, HasRepairedHeader: summary.RepairedHeader,
		IsSynthetic: summary.IsSynthetic,
	}, nil
}

// intake takes examined exports into a store: each as its difference from the end of a chain
// where that is small and proved, or whole.
type intake struct {
	o     Options
	store *data.Store
	batch *data.Batch
	held  []data.Snapshot // of the store and the batch
	fresh []data.Snapshot
	// unopened are chains of the store that take more, opened those that were read to their end.
	unopened []*data.Chain
	opened   []*openChain
	present  bool // what check was asked about last
}

// openChain is a chain that was read to its end.
type openChain struct {
	chain    *data.Chain
	follower *load.Follower
}

// mostOpen is how many chains are kept open: each holds a list in memory, or a few.
const mostOpen = 6

func newIntake(o Options, store *data.Store) *intake {
	in := &intake{o: o, store: store, batch: store.NewBatch(), held: store.Snapshots()}
	for _, chain := range store.Chains() {
		if !chain.IsFull() {
			in.unopened = append(in.unopened, chain)
		}
	}
	return in
}

// isAlone tells of each view whether one export of it comes to a store that has none.
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

// check wants a snapshot to be able to stand in the store; see data.Check.
func (in *intake) check(snapshot data.Snapshot) error {
	present, err := data.Check(in.store, in.held, snapshot)
	in.present = present
	if err == nil && !present {
		in.held = append(in.held, snapshot)
	}
	return err
}

// add puts a snapshot that was checked into the batch, unless the store holds it.
func (in *intake) add(ctx context.Context, e examined) error {
	if in.present {
		in.o.Say("unchanged: %s holds these bytes already", in.store.Path(e.snapshot.File()))
		return nil
	}
	in.fresh = append(in.fresh, e.snapshot)
	if e.reading.Summary.IsSeparable && !e.isAlone && e.staged.Held() != nil {
		isAdded, err := in.append(ctx, e)
		if err != nil || isAdded {
			return err
		}
	}
	chain, err := in.batch.AddWhole(ctx, e.snapshot, e.staged)
	if err != nil || chain == nil || e.isAlone || !e.reading.Summary.IsSeparable {
		return err
	}
	in.open(&openChain{chain: chain, follower: load.Follow(e.reading, e.snapshot.View, e.staged.Held())})
	return nil
}

// append adds a snapshot to one of the two chains that are nearest in time, if it can. The nearest
// may be in another dialect.
func (in *intake) append(ctx context.Context, e examined) (isAdded bool, err error) {
	var tried []*data.Chain
	for range 2 {
		target := in.nearest(e.snapshot, tried)
		if target == nil {
			break
		}
		tried = append(tried, target.chain)
		if target.follower == nil && !in.openStored(ctx, target) {
			continue
		}
		difference, isProved := target.follower.Propose(e.reading, e.staged.Held())
		if !isProved {
			continue
		}
		if isAdded, err = in.batch.Append(target.chain, e.snapshot, difference); err != nil {
			return false, err
		}
		if !isAdded {
			continue
		}
		target.follower.Accept()
		if target.chain.IsFull() {
			in.opened = slices.DeleteFunc(in.opened, func(o *openChain) bool { return o == target })
			target.chain.Close()
		}
		return true, nil
	}
	return false, nil
}

// nearest finds the chain of the view that holds the newest capture before the snapshot, or else
// the oldest after it, of those that were not tried; nil where no other takes more.
func (in *intake) nearest(snapshot data.Snapshot, tried []*data.Chain) *openChain {
	var best data.Capture
	var found *openChain
	consider := func(candidate *openChain) {
		if candidate.chain.View() != snapshot.View || slices.Contains(tried, candidate.chain) {
			return
		}
		for capture := range candidate.chain.Captures() {
			isBefore, bestIsBefore := capture.Compare(snapshot.Capture) < 0, best.Compare(snapshot.Capture) < 0
			isNearer := isBefore == bestIsBefore && (capture.Compare(best) > 0) == isBefore
			if found == nil || isBefore && !bestIsBefore || isNearer {
				best, found = capture, candidate
			}
		}
	}
	for _, candidate := range in.opened {
		consider(candidate)
	}
	for _, chain := range in.unopened {
		consider(&openChain{chain: chain})
	}
	return found
}

// openStored reads a chain of the store to its end. One that cannot be read is said, and left.
func (in *intake) openStored(ctx context.Context, target *openChain) bool {
	in.unopened = slices.DeleteFunc(in.unopened, func(c *data.Chain) bool { return c == target.chain })
	follower, err := load.OpenFollower(ctx, in.store, target.chain)
	if err != nil {
		if ctx.Err() == nil {
			in.o.Say("%v; what is imported is stored apart from it", err)
		}
		target.chain.Close()
		return false
	}
	target.follower = follower
	in.open(target)
	return true
}

// open keeps a chain open, and closes the one that was opened first when they are many.
func (in *intake) open(chain *openChain) {
	in.opened = append(in.opened, chain)
	if len(in.opened) > mostOpen {
		in.opened[0].chain.Close()
		in.opened = in.opened[1:]
	}
}

// commit makes everything part of the store.
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

// discard removes what was staged.
func (in *intake) discard() {
	for _, open := range in.opened {
		open.chain.Close()
	}
	in.batch.Discard()
}
