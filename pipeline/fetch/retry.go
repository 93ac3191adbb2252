package fetch

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/breachstats/breachstats/data"
)

// retry repeats a visit until it succeeds, fails for good, or was tried often enough. Each try is a whole visit with an
// empty cookie jar. If the portal shows its page instead of carrying out the post, the other encoding of the post is
// tried at once, one time.
func retry[T any](ctx context.Context, r *run, view data.View, visit func() (T, error)) (T, error) {
	wait := &pauses{options: &r.Options}
	hasSwitched, tries := false, 0
	result, err := backoff.Retry(ctx, func() (T, error) {
		tries++
		result, err := visit()
		var f *fault
		if errors.As(err, &f) && f.isRerender {
			r.prefersMultipart[f.step] = !r.prefersMultipart[f.step]
			if !hasSwitched && ctx.Err() == nil {
				hasSwitched = true
				r.Say("%s; posting in the other encoding", f.what())
				result, err = visit()
			}
		}
		wait.after = 0
		isKnown := errors.As(err, &f)
		if isKnown {
			wait.after = f.after
		}
		if err != nil && (!isKnown || f.isFinal) {
			return result, backoff.Permanent(err)
		}
		return result, err
	},
		backoff.WithBackOff(wait), backoff.WithMaxTries(uint(r.Tries)), backoff.WithMaxElapsedTime(0),
		backoff.WithNotify(func(err error, pause time.Duration) {
			var f *fault
			if errors.As(err, &f) {
				r.Say("%s; trying again in %s", f.what(), pause)
			}
		}))
	var none T
	var f *fault
	switch {
	case err == nil:
		return result, nil
	case ctx.Err() != nil:
		return none, interrupted(ctx)
	case errors.As(err, &f):
		f.tries = tries
		if f.isRerender && hasSwitched {
			f.text += ", posted urlencoded and as multipart"
		}
		if f.view == "" {
			f.view = view
		}
		return none, f
	}
	return none, err
}

// what returns the text of a fault without the advice.
func (f *fault) what() string {
	short := *f
	short.next = ""
	return short.Error()
}

// pauses computes the waits between tries, from the options and the portal's Retry-After.
type pauses struct {
	options *Options
	try     int
	after   time.Duration
}

// NextBackOff returns the wait after the next failed try.
func (p *pauses) NextBackOff() time.Duration {
	p.try++
	return p.options.Backoff(p.try, p.after)
}

// Reset restarts the count of tries.
func (p *pauses) Reset() { p.try = 0 }
