package fetch_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/torture/must"
)

const listHeader = "captured_on,view,repository,commit,path,sha256,bytes,remark\n"

var (
	commitA = strings.Repeat("a", 40)
	commitB = strings.Repeat("b", 40)
	aList   = bytes.Repeat([]byte("a report of a breach\n"), 5000)
)

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func TestPublicCapturesAreReadFromTheList(t *testing.T) {
	one, two := digest([]byte("1")), digest([]byte("2"))
	line := func(day, view, repository, commit, sha, size string) string {
		return fmt.Sprintf("%s,%s,%s,%s,breach report.csv,%s,%s,\n", day, view, repository, commit, sha, size)
	}
	good := line("2020-08-29", "archive", "a/b", commitA, one, "10")
	for _, c := range []struct {
		name, list, want string // want is a part of the error, empty for none
		files, copies    int
	}{
		{"one file", good, "", 1, 1},
		{"a mirror", good + line("2020-08-29", "archive", "c/d", commitB, one, "10"), "", 1, 2},
		{"two views", good + line("2020-08-29", "under-investigation", "a/b", commitA, two, "10"), "", 2, 1},
		{"a mirror of other bytes", good + line("2020-08-29", "archive", "c/d", commitB, two, "10"), "list.csv:3: want one sha256 and size", 0, 0},
		{"one file as two captures", good + line("2021-08-29", "archive", "c/d", commitB, one, "10"), "want one capture and view for a file", 0, 0},
		{"a copy twice", good + good, "want each copy of 2020-08-29 archive once", 0, 0},
		{"a day that is none", line("2020-13-01", "archive", "a/b", commitA, one, "10"), "list.csv:2: captured_on:", 0, 0},
		{"a view that is none", line("2020-08-29", "open", "a/b", commitA, one, "10"), "view:", 0, 0},
		{"a repository that climbs", line("2020-08-29", "archive", "a/..", commitA, one, "10"), "repository:", 0, 0},
		{"a branch", line("2020-08-29", "archive", "a/b", "main", one, "10"), "commit:", 0, 0},
		{"a cut digest", line("2020-08-29", "archive", "a/b", commitA, one[:60], "10"), "sha256:", 0, 0},
		{"no bytes", line("2020-08-29", "archive", "a/b", commitA, one, "0"), "bytes:", 0, 0},
		{"more bytes than any list has", line("2020-08-29", "archive", "a/b", commitA, one, "99999999999"), "bytes:", 0, 0},
		{"a path that climbs", strings.Replace(good, "breach report.csv", "../x.csv", 1), "path:", 0, 0},
		{"a field too few", "2020-08-29,archive\n" + good, "list.csv: record on line 2", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := fetch.PublicCaptures("list.csv", strings.NewReader(listHeader+c.list))
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("want an error with %q, got %v", c.want, err)
				}
				return
			}
			if err != nil || len(found) != c.files || len(found[0].Copies) != c.copies {
				t.Errorf("want %d files, the first with %d copies, got %+v, %v", c.files, c.copies, found, err)
			}
		})
	}
	if _, err := fetch.PublicCaptures("list.csv", strings.NewReader("captured_on,view\n")); err == nil || !strings.Contains(err.Error(), "want header") {
		t.Errorf("want an error on the header, got %v", err)
	}
}

// The built-in list reads, and it names the captures of the documentation.
func TestPublicCapturesOfTheProject(t *testing.T) {
	list := must.Get(data.Reference().Open("public_captures.csv"))(t)
	defer list.Close()
	if found, err := fetch.PublicCaptures("public_captures.csv", list); err != nil || len(found) < 10 {
		t.Errorf("want ten files or more, got %d, %v", len(found), err)
	}
}

func TestCaptureRefusesWhatIsNotTheFile(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(aList) }))
	t.Cleanup(elsewhere.Close)
	slow := make(chan struct{})
	t.Cleanup(func() { close(slow) })
	for _, c := range []struct {
		name string
		kind error
		want string // a part of the error
		send http.HandlerFunc
		wait fetch.Options // Idle or Timeout, where one of them ends the case
	}{
		{"a changed byte", fetch.ErrUntrusted, "want 105000 bytes of sha256", func(w http.ResponseWriter, _ *http.Request) {
			changed := bytes.Clone(aList)
			changed[70000] ^= 1
			_, _ = w.Write(changed)
		}, fetch.Options{}},
		{"a longer body", fetch.ErrUntrusted, "want at most 105000 bytes, got more", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(append(bytes.Clone(aList), '\n')) }, fetch.Options{}},
		{"an endless body", fetch.ErrUntrusted, "want at most 105000 bytes, got more", func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(aList); err != nil {
					return
				}
			}
		}, fetch.Options{}},
		{"a shorter body", fetch.ErrUntrusted, "got 20 of", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(aList[:20]) }, fetch.Options{}},
		{"a cut body", fetch.ErrUntrusted, "got a body cut after", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(aList)))
			_, _ = w.Write(aList[:20])
		}, fetch.Options{}},
		{"a redirect to elsewhere", fetch.ErrUntrusted, "got a redirect to http://" + strings.TrimPrefix(elsewhere.URL, "http://"), func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusFound)
		}, fetch.Options{}},
		{"a file that is not there", fetch.ErrUntrusted, "got 404 Not Found; nothing of it was kept", http.NotFound, fetch.Options{}},
		{"a server that fails", fetch.ErrUnreachable, "got 503 Service Unavailable (tried 2 times)", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, fetch.Options{}},
		{"an answer that stops", fetch.ErrUnreachable, "want the next byte within 300ms", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(aList[:20])
			_ = http.NewResponseController(w).Flush()
			select {
			case <-slow:
			case <-r.Context().Done():
			}
		}, fetch.Options{Idle: 300 * time.Millisecond}},
		{"an answer that drips", fetch.ErrUnreachable, "want the whole answer within 900ms", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = w.Write(aList[:1])
				_ = http.NewResponseController(w).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}, fetch.Options{Timeout: 900 * time.Millisecond}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.send)
			t.Cleanup(server.Close)
			o := captureOptions(server.URL)
			o.Idle, o.Timeout = cmp.Or(c.wait.Idle, o.Idle), cmp.Or(c.wait.Timeout, o.Timeout)
			body, _, err := fetch.Capture(t.Context(), o, aCapture(commitA))
			if body != nil || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "2020-08-29 archive /a/b/"+commitA) {
				t.Errorf("want no bytes and %v with %q, got %d, %v", c.kind, c.want, len(body), err)
			}
		})
	}
}

func TestCaptureTriesEveryCopy(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.EscapedPath())
		if strings.Contains(r.URL.Path, commitA) {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(aList)
	}))
	t.Cleanup(server.Close)
	body, address, err := fetch.Capture(t.Context(), captureOptions(server.URL+"/raw"), aCapture(commitA, commitB))
	want := "/raw/a/b/" + commitB + "/breach%20report%3F.csv"
	if err != nil || !bytes.Equal(body, aList) || address != server.URL+want || len(asked) != 2 || asked[1] != want {
		t.Errorf("want the bytes of the second copy at %s, got %d bytes of %s after %q, %v", want, len(body), address, asked, err)
	}
}

func TestCaptureFollowsARedirectOnTheHost(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/a/") {
			http.Redirect(w, r, "/renamed"+r.URL.Path, http.StatusMovedPermanently)
			return
		}
		_, _ = w.Write(aList)
	}))
	t.Cleanup(server.Close)
	if body, _, err := fetch.Capture(t.Context(), captureOptions(server.URL), aCapture(commitA)); err != nil || !bytes.Equal(body, aList) {
		t.Errorf("want the bytes, got %d, %v", len(body), err)
	}
}

func TestCaptureStopsWhenItIsInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(aList[:20])
		_ = http.NewResponseController(w).Flush()
		stop()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	if body, _, err := fetch.Capture(ctx, captureOptions(server.URL), aCapture(commitA)); body != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("want no bytes and the context's error, got %d, %v", len(body), err)
	}
}

func TestCaptureRefusesAnAddressThatIsNone(t *testing.T) {
	for _, base := range []string{"ftp://example.org/", "example.org", "https://me:secret@example.org/", "https://example.org/?x=1"} {
		if _, _, err := fetch.Capture(t.Context(), captureOptions(base), aCapture(commitA)); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: want an error without a password, got %v", base, err)
		}
	}
}

// captureOptions ask a server on loopback without long waits.
func captureOptions(base string) fetch.Options {
	return fetch.Options{
		Base: base, Timeout: time.Minute, Idle: time.Minute, Tries: 2, Say: func(string, ...any) {},
		Backoff: func(int, time.Duration) time.Duration { return time.Millisecond },
	}
}

// aCapture is the export with copies in these commits.
func aCapture(commits ...string) fetch.PublicCapture {
	capture := fetch.PublicCapture{
		Capture: data.Capture{Day: "2020-08-29", No: 1}, View: data.Archive, SHA256: digest(aList), Bytes: int64(len(aList)),
	}
	for _, commit := range commits {
		capture.Copies = append(capture.Copies, fetch.Copy{Repository: "a/b", Commit: commit, Path: "breach report?.csv"})
	}
	return capture
}
