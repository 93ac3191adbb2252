package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/breachstats/breachstats/data"
)

// DefaultCaptures is the address of the raw files of public repositories on GitHub.
const DefaultCaptures = "https://raw.githubusercontent.com/"

// mostCaptureBytes is the largest size that a list of public captures may state for a file.
const mostCaptureBytes = 200_000_000

// PublicCapture is a past export of the portal that public repositories hold.
type PublicCapture struct {
	Capture data.Capture
	View    data.View
	// SHA256 and Bytes identify the export. Every copy must match them.
	SHA256 string
	Bytes  int64
	// Copies are the places of the file, in the order in which they are tried. There is at least one.
	Copies []Copy
	// Remark describes oddities of the file; empty if there are none.
	Remark string
}

// Name is the capture and the view, for messages: 2024-10-17 archive.
func (c PublicCapture) Name() string { return c.Capture.String() + " " + string(c.View) }

// Copy is the place of a file in a public repository: one commit, so that it cannot change.
type Copy struct{ Repository, Commit, Path string }

var captureColumns = []string{"captured_on", "view", "repository", "commit", "path", "sha256", "bytes", "remark"}

var (
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_.-]+$`)
	commitName     = regexp.MustCompile(`^[0-9a-f]{40}$`)
	digestName     = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// PublicCaptures reads a list of public captures, in the form of data/reference/public_captures.csv.
// The result is sorted by capture and view. Lines with the same capture and view are copies of one file:
// they must agree on sha256 and bytes. Every bad line is reported as path:line.
func PublicCaptures(name string, list io.Reader) ([]PublicCapture, error) {
	in := csv.NewReader(list)
	in.FieldsPerRecord = len(captureColumns)
	header, err := in.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s:1: want a header, got an empty file", name)
	case err != nil && !errors.Is(err, csv.ErrFieldCount):
		return nil, fmt.Errorf("%s:1: %w", name, err)
	case !slices.Equal(header, captureColumns):
		return nil, fmt.Errorf("%s:1: want header %s, got %s", name, strings.Join(captureColumns, ","), strings.Join(header, ","))
	}
	var captures []PublicCapture
	var bad []error
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", name, err))
			if !errors.Is(err, csv.ErrFieldCount) {
				break // after a broken quote, lines can no longer be recognised
			}
			continue
		}
		line, _ := in.FieldPos(0)
		found, err := publicCapture(record)
		if err == nil {
			captures, err = withCopy(captures, found)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
	slices.SortStableFunc(captures, func(a, b PublicCapture) int {
		if order := a.Capture.Compare(b.Capture); order != 0 {
			return order
		}
		return strings.Compare(string(a.View), string(b.View))
	})
	return captures, errors.Join(bad...)
}

func publicCapture(record []string) (PublicCapture, error) {
	none := PublicCapture{}
	capture, err := data.ParseCapture(record[0])
	if err != nil {
		return none, fmt.Errorf("captured_on: %w", err)
	}
	view, err := data.ParseView(record[1])
	if err != nil {
		return none, fmt.Errorf("view: %w", err)
	}
	place := Copy{Repository: record[2], Commit: record[3], Path: record[4]}
	size, err := strconv.ParseInt(record[6], 10, 64)
	switch {
	case !repositoryName.MatchString(place.Repository) || path.Clean(place.Repository) != place.Repository:
		return none, fmt.Errorf("repository: want owner/name, got %q", place.Repository)
	case !commitName.MatchString(place.Commit):
		return none, fmt.Errorf("commit: want 40 hexadecimal digits, got %q", place.Commit)
	case place.Path == "" || path.IsAbs(place.Path) || path.Clean(place.Path) != place.Path || strings.HasPrefix(place.Path, ".."):
		return none, fmt.Errorf("path: want the path of a file in the repository, got %q", place.Path)
	case !digestName.MatchString(record[5]):
		return none, fmt.Errorf("sha256: want 64 hexadecimal digits, got %q", record[5])
	case err != nil || size < 1 || size > mostCaptureBytes:
		return none, fmt.Errorf("bytes: want a whole number from 1 to %d, got %q", mostCaptureBytes, record[6])
	}
	return PublicCapture{Capture: capture, View: view, SHA256: record[5], Bytes: size, Copies: []Copy{place}, Remark: record[7]}, nil
}

// withCopy adds a line of the list: a new file, or another copy of a known file.
func withCopy(captures []PublicCapture, found PublicCapture) ([]PublicCapture, error) {
	for i := range captures {
		known := &captures[i]
		switch {
		case known.SHA256 == found.SHA256 && (known.Capture != found.Capture || known.View != found.View):
			return captures, fmt.Errorf("want one capture and view for a file, got the sha256 of %s for %s", known.Name(), found.Name())
		case known.Capture != found.Capture || known.View != found.View:
		case known.SHA256 != found.SHA256 || known.Bytes != found.Bytes:
			return captures, fmt.Errorf("want one sha256 and size for the copies of %s, got two", found.Name())
		case slices.Contains(known.Copies, found.Copies[0]):
			return captures, fmt.Errorf("want each copy of %s once, got one twice", found.Name())
		default:
			known.Copies = append(known.Copies, found.Copies...)
			if known.Remark == "" {
				known.Remark = found.Remark
			}
			return captures, nil
		}
	}
	return append(captures, found), nil
}

// Capture downloads one public capture and verifies its sha256. It reads at most as many bytes as the list states,
// follows no redirect to another host, and tries each copy until one is good. address is the URL of the good one. Of
// the options, only Base (default DefaultCaptures), Version, Contact, Timeout, Idle, Tries, Backoff, Say, Progress and
// Transport are used.
//
// The error is ErrUnreachable, ErrUntrusted, the context's, or one about the options. It names every
// copy that was tried.
func Capture(ctx context.Context, o Options, c PublicCapture) (body []byte, address string, err error) {
	base, err := o.completeForCaptures()
	if err != nil {
		return nil, "", err
	}
	if o.Transport == nil {
		own := transport()
		defer own.CloseIdleConnections()
		o.Transport = own
	}
	var bad []error
	for _, place := range c.Copies {
		r := newRun(o, base)
		at := place.on(base)
		body, err := retry(ctx, r, "", func() ([]byte, error) { return r.copied(ctx, c, at) })
		if err == nil {
			return body, at.String(), nil
		}
		if ctx.Err() != nil {
			return nil, "", err
		}
		bad = append(bad, err)
	}
	return nil, "", errors.Join(bad...)
}

// on returns the URL of a copy below a base. Each part is escaped, because a path may contain any character.
func (p Copy) on(base *url.URL) *url.URL {
	var parts []string
	for part := range strings.SplitSeq(p.Repository+"/"+p.Commit+"/"+p.Path, "/") {
		parts = append(parts, url.PathEscape(part))
	}
	return base.JoinPath(parts...)
}

// copied requests one copy once.
func (r *run) copied(ctx context.Context, c PublicCapture, address *url.URL) ([]byte, error) {
	step := c.Name()
	request, err := http.NewRequest(http.MethodGet, address.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	got, err := r.session("").do(ctx, step, request, c.Bytes)
	var f *fault
	if errors.As(err, &f) && f.next != nextNetwork && f.next != nextLogin && !f.isTemporary() {
		f.next = nextCopy
	}
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(got.body)
	if digest := hex.EncodeToString(sum[:]); digest != c.SHA256 {
		return nil, at(untrusted(nextCopy, "want %d bytes of sha256 %.8s…, got %d of %.8s…", c.Bytes, c.SHA256, len(got.body), digest).final(),
			"", step, shown(address).Path)
	}
	return got.body, nil
}

// nextCopy is the advice if a copy does not match the list.
const nextCopy = "nothing of it was kept; see docs/captures.md for other copies, or import one of your own"

// isTemporary reports whether the server asked to come back later.
func (f *fault) isTemporary() bool { return errors.Is(f.kind, ErrUnreachable) && f.next == nextLater }

// completeForCaptures fills in the defaults for Capture.
func (o *Options) completeForCaptures() (*url.URL, error) {
	if o.Base == "" {
		o.Base = DefaultCaptures
	}
	base, err := url.Parse(o.Base)
	switch {
	case err != nil:
		return nil, fmt.Errorf("fetch: want the address of the copies, got %q: %w", o.Base, err)
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "", base.User != nil, base.RawQuery != "", base.Fragment != "":
		return nil, fmt.Errorf("fetch: want an http or https address without user or query, such as %s, got %q", DefaultCaptures, base.Redacted())
	case o.Say == nil:
		return nil, errors.New("fetch: want Options.Say, got nil")
	}
	if !strings.HasSuffix(base.Path, "/") {
		base.Path += "/"
	}
	o.putDefaults()
	return base, nil
}
