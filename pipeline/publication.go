package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Publish writes the figures of the published database to o.Out. It first runs every check again,
// because somebody may have changed the database. The data folder is only read.
func Publish(ctx context.Context, o Options) ([]check.Result, error) {
	if err := publish.Ready(o.Out); err != nil {
		return nil, err
	}
	var out publication
	defer out.end()
	// Lock before reading the figures: then nobody can publish those of a newer database until
	// these are written. Others may publish while the checks run.
	results, err := checked(ctx, o, func() (bool, error) { return true, out.lock(o) }, func(w *warehouse.Warehouse, list []models.Model) error {
		return out.read(ctx, o, w, list)
	})
	if err != nil {
		return results, err
	}
	files, err := out.edition.Draw()
	if err != nil {
		return results, err
	}
	return results, out.write(o, files)
}

// publication writes the figures of one database to one folder, which only one process may do at a
// time. A process that needs the lock of the data folder too must take that one first.
type publication struct {
	edition *publish.Edition
	ended   []func()
}

// lock makes this process the only one that publishes to the folder, until end is called.
func (p *publication) lock(o Options) error {
	release, err := lockOut(o)
	if err != nil {
		return err
	}
	p.ended = append(p.ended, release)
	return nil
}

// read reads the figures from the database and writes the marts to files beside the locked folder.
func (p *publication) read(ctx context.Context, o Options, w *warehouse.Warehouse, list []models.Model) error {
	remove, err := publish.MakeMarts(o.Out)
	if err != nil {
		return err
	}
	p.ended = append(p.ended, remove)
	p.edition, err = o.readChosen(ctx, w, list, publish.Choice{})
	return err
}

// end removes the files beside the folder and releases the lock.
func (p *publication) end() {
	for i := len(p.ended) - 1; i >= 0; i-- {
		p.ended[i]()
	}
}

// write puts the drawn figures into their folder.
func (p *publication) write(o Options, files []publish.File) error {
	ended := o.trace("publish write")
	report, err := p.edition.Write(files)
	ended()
	if err != nil {
		return err
	}
	for _, notice := range report.Notices {
		o.Say("%s", notice)
	}
	if report.IsUnchanged {
		o.Say("unchanged: %s holds these %d files already", o.Out, report.Files)
		return nil
	}
	o.Say("published %d files; open %s", report.Files, filepath.Join(o.Out, "index.html"))
	o.sayLeft(report.Left)
	return nil
}

// sayLeft says why the figures that were replaced could not be removed; nothing if they were.
func (o Options) sayLeft(err error) {
	if err != nil {
		o.Say("the previous figures stay beside it until the next run, which tries again to remove them: %v", err)
	}
}

// removeLeft removes what an earlier publication could not remove, unless another process publishes there now.
func removeLeft(o Options) {
	if !publish.HasLeft(o.Out) {
		return
	}
	release, err := lockOut(o)
	switch {
	case errors.Is(err, data.ErrLocked):
	case err != nil:
		o.sayLeft(err)
	default:
		o.sayLeft(publish.RemoveLeft(o.Out))
		release()
	}
}

// PublishOnly writes the chosen figures of the published database to o.Out and leaves other files
// there unchanged. It first runs every check again. If o.Out is "-", the one chosen file goes to
// stdout.
func PublishOnly(ctx context.Context, o Options, choice publish.Choice, stdout io.Writer) ([]check.Result, error) {
	var out publication
	defer out.end()
	isLocked := false
	var edition *publish.Edition
	results, err := checked(ctx, o, func() (bool, error) {
		if isLocked = o.Out != "-" && publish.IsPublished(o.Out); isLocked {
			return true, out.lock(o) // as in Publish
		}
		return false, nil
	}, func(w *warehouse.Warehouse, list []models.Model) (err error) {
		edition, err = o.readChosen(ctx, w, list, choice)
		return err
	})
	if err != nil {
		return results, err
	}
	files, err := edition.Draw()
	if err != nil {
		return results, err
	}
	if o.Out == "-" {
		_, err := stdout.Write(files[0].Bytes)
		return results, err
	}
	if !isLocked && publish.IsPublished(o.Out) {
		// Somebody published meanwhile, perhaps from a newer database: start again with the lock
		// taken.
		return PublishOnly(ctx, o, choice, stdout)
	}
	unchanged, err := publish.WriteChosen(o.Out, files)
	if err != nil {
		return results, err
	}
	for _, file := range files {
		o.Say("%s", filepath.Join(o.Out, file.Name))
	}
	o.Say("wrote %d files, %d were already there", len(files)-unchanged, unchanged)
	return results, nil
}

// readChosen reads figures from a database, all or only the chosen ones, and identifies the rules
// that made them.
func (o Options) readChosen(ctx context.Context, w *warehouse.Warehouse, list []models.Model, only publish.Choice) (*publish.Edition, error) {
	hasOwnModels, err := o.hasOwnModels(list)
	if err != nil {
		return nil, err
	}
	sha, areOwn, err := rulesUsed(ctx, w)
	if err != nil {
		return nil, err
	}
	return publish.Read(ctx, w, list, publish.Options{
		Out: o.Out, Version: o.Version, HasOwnModels: hasOwnModels, HasOwnRules: areOwn, RulesSHA: sha,
		Only: only, Trace: func(part string) func() { return o.trace("publish " + part) },
	})
}

// lockOut makes this process the only one that publishes to o.Out, until release is called.
func lockOut(o Options) (release func(), err error) {
	lock, err := publish.LockPath(o.Out)
	if err != nil {
		return nil, err
	}
	if release, err = data.LockFile(lock, holder("publishing to "+o.Out)); err != nil && !errors.Is(err, data.ErrLocked) {
		err = fmt.Errorf("%s: want its parent folder writable too: new figures are made there and replace the old ones in one step: %w", o.Out, err)
	}
	return release, err
}
