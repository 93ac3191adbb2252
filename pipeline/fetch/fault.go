package fetch

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/breachstats/breachstats/data"
)

// Every error of this package that is not a mistake of the caller is one of these; errors.Is
// distinguishes them.
var (
	// ErrUnreachable means that the portal gave no answer, or asked to come back later:
	// no such name, no connection, no trusted certificate, a timeout, status 429 or 5xx.
	ErrUnreachable = errors.New("the portal cannot be reached")

	// ErrUntrusted means that the portal answered, but the answer is not the list that was
	// asked for, or cannot be proved to be.
	ErrUntrusted = errors.New("the portal's answer cannot be trusted")
)

// fault is why an attempt failed. Its text is one line:
// fetch: VIEW: STEP PATH: want …, got …; what to do next.
type fault struct {
	kind  error
	view  data.View
	step  string
	path  string
	text  string // want …, got …
	next  string // what the reader can do
	cause error

	isFinal    bool          // another attempt would fail in the same way
	isRerender bool          // the portal showed its page instead of carrying out the post
	after      time.Duration // what Retry-After asked for
	tries      int
}

func (f *fault) Error() string {
	var text strings.Builder
	text.WriteString("fetch: ")
	if f.view != "" {
		text.WriteString(string(f.view) + ": ")
	}
	if f.step != "" {
		text.WriteString(strings.TrimSpace(f.step+" "+f.path) + ": ")
	}
	text.WriteString(f.text)
	if f.tries > 1 {
		fmt.Fprintf(&text, " (tried %d times)", f.tries)
	}
	if f.next != "" {
		text.WriteString("; " + f.next)
	}
	return oneLine(text.String())
}

func (f *fault) Unwrap() []error {
	if f.cause == nil {
		return []error{f.kind}
	}
	return []error{f.kind, f.cause}
}

func untrusted(next, format string, args ...any) *fault {
	return &fault{kind: ErrUntrusted, text: fmt.Sprintf(format, args...), next: next}
}

func unreachable(next, format string, args ...any) *fault {
	return &fault{kind: ErrUnreachable, text: fmt.Sprintf(format, args...), next: next}
}

// final marks a fault as one that another attempt would not avoid.
func (f *fault) final() *fault {
	f.isFinal = true
	return f
}

// because records the cause of a fault for errors.Is and errors.As.
func (f *fault) because(err error) *fault {
	f.cause = err
	return f
}

// at records where a fault happened, unless that is known already.
func at(err error, view data.View, step, path string) error {
	var f *fault
	if !errors.As(err, &f) {
		return err
	}
	if f.view == "" {
		f.view = view
	}
	if f.step == "" {
		f.step, f.path = step, path
	}
	return err
}

// What the user can do next.
const (
	nextLater   = "try again later"
	nextBrowser = "open the page in a browser and compare; save its CSV by hand and import it if the portal has changed"
	nextNetwork = "check the network, and HTTPS_PROXY if a proxy is needed; run again later"
	nextLogin   = "log in to the network or its proxy, or set HTTPS_PROXY, and run again"
	nextURL     = "check --url, or open the portal in a browser: its address may have changed"
	nextImport  = "nothing was kept; try again later, or save the CSV in a browser and import it"
)

// oneLine joins the lines of a message from a server or a reader into one.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.TrimSpace(text))
}

// firstLine returns the first line of an error, and how many more there are.
func firstLine(err error) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	if len(lines) == 1 {
		return lines[0]
	}
	return fmt.Sprintf("%s (and %d more)", lines[0], len(lines)-1)
}

// brief quotes at most limit characters of what a server sent.
func brief(text string) string {
	const limit = 80
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
