package portaltest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// exporting returns a client and the request that exports the list under investigation.
func exporting(t *testing.T, p *Portal) (*client, *http.Request) {
	t.Helper()
	c := visit(t, p)
	ids := commands(c.open(HIPAAPage).text, "csv")
	return c, c.encoded(c.with(ids[0], ids[0]))
}

func TestT1Reset(t *testing.T) {
	for _, secure := range []bool{false, true} {
		o := smallOptions(Quirks{}, Strike{Fault: FaultT1Reset, Step: StepExport, Times: 2})
		o.TLS = secure
		c := visit(t, New(t, o))
		c.trust(c.p.RootCAs())
		c.http.Transport.(*http.Transport).DisableKeepAlives = true // a client may try again on an old connection
		id := commands(c.open(HIPAAPage).text, "csv")[0]
		for range 2 {
			if _, err := c.try(c.encoded(c.with(id, id))); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
				t.Errorf("want a reset, got %v", err)
			}
		}
		if got := c.post(c.with(id, id)); rowsOf(got.text) != openRows {
			t.Errorf("afterwards %.200s", got.text)
		}
	}
}

func TestT1RefusedFromTheStart(t *testing.T) {
	c := visit(t, small(t, Quirks{}, Strike{Fault: FaultT1Refused}))
	if _, err := c.try(c.request(http.MethodGet, HIPAAPage, nil)); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("want a refusal, got %v", err)
	}
}

func TestT1RefusedForAWhile(t *testing.T) {
	const most = 300 * time.Millisecond
	c, request := exporting(t, small(t, Quirks{}, Strike{Fault: FaultT1Refused, After: 1, Delay: most}))
	if _, err := c.try(request); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("want a refusal, got %v", err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(most / 10) {
		request.Body, _ = request.GetBody()
		if got, err := c.try(request); err == nil {
			if rowsOf(got.text) != openRows {
				t.Errorf("afterwards %.200s", got.text)
			}
			return
		}
		if time.Now().After(end) {
			t.Fatal("port did not open again")
		}
	}
}

func TestT1Hangs(t *testing.T) {
	for fault, wantHeader := range map[Fault]bool{FaultT1HangBeforeHeader: false, FaultT1HangMidBody: true} {
		c, request := exporting(t, small(t, Quirks{}, Strike{Fault: fault, Step: StepExport, Bytes: 10}))
		c.http.Timeout = 2 * time.Second
		got, err := c.try(request)
		if wantHeader {
			err = got.err
		}
		if !os.IsTimeout(err) || wantHeader && len(got.text) != 10 {
			t.Errorf("%s: %v, %q", fault, err, got.text)
		}
	}
	c, request := exporting(t, small(t, Quirks{}, Strike{Fault: FaultT1HangBeforeHeader, Step: StepExport, Delay: 10 * time.Millisecond}))
	if _, err := c.try(request); !errors.Is(err, io.EOF) {
		t.Errorf("a short hang ends with %v", err)
	}
}

func TestT1CloseEndsHangs(t *testing.T) {
	p := small(t, Quirks{}, Strike{Fault: FaultT1HangBeforeHeader})
	c := visit(t, p)
	time.AfterFunc(50*time.Millisecond, p.Close)
	if _, err := c.try(c.request(http.MethodGet, HIPAAPage, nil)); err == nil {
		t.Error("want an error")
	}
}

func (c *client) trust(roots *x509.CertPool) {
	c.http.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

func TestT2Certificates(t *testing.T) {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	for fault, want := range map[Fault]any{
		FaultT2UnknownCA: &unknown, FaultT2IncompleteChain: &unknown, FaultT2WrongHost: &host, FaultT2Expired: &invalid,
	} {
		o := smallOptions(Quirks{}, Strike{Fault: fault, Times: 1})
		o.TLS = true
		c := visit(t, New(t, o))
		c.trust(c.p.RootCAs())
		if _, err := c.try(c.request(http.MethodGet, HIPAAPage, nil)); !errors.As(err, want) {
			t.Errorf("%s: %v", fault, err)
		}
		if got := rowsOf(c.export(c.open(HIPAAPage).text).text); got != openRows {
			t.Errorf("%s: afterwards %.200s", fault, got)
		}
	}
}

func TestT14Cuts(t *testing.T) {
	whole := "\"javax"
	for _, quirks := range []Quirks{{}, {CloseDelimits: true}} {
		for _, test := range []struct {
			strike Strike
			want   int // bytes; negative: short of the end
			broken bool
		}{
			{Strike{Fault: FaultT14Cut, Bytes: 5}, 5, false},
			{Strike{Fault: FaultT14Cut, Bytes: -3}, -3, false},
			{Strike{Fault: FaultT14Cut, Bytes: 1 << 30}, -1, false},
			{Strike{Fault: FaultT14Empty}, 0, false},
			{Strike{Fault: FaultT14Abort, Bytes: 5}, 5, true},
			{Strike{Fault: FaultT14Abort}, 0, true},
		} {
			c, request := exporting(t, small(t, quirks, test.strike))
			got := c.do(request)
			length := len(got.text)
			if test.want < 0 { // the last row ends in "No","" and a line feed
				length = strings.LastIndex(openRows, "\n") + 1 - len(rowsOf(got.text))
				length = -length
			}
			isBroken := errors.Is(got.err, io.ErrUnexpectedEOF)
			if length != test.want || isBroken != (test.broken && !quirks.CloseDelimits) || got.ContentLength > 0 {
				t.Errorf("%+v %+v: %d bytes, %v", quirks.CloseDelimits, test.strike, length, got.err)
			}
			if !strings.HasPrefix(whole, got.text[:min(len(got.text), len(whole))]) {
				t.Errorf("%+v: %q", test.strike, got.text)
			}
		}
	}
}

func TestT14CutOfThePage(t *testing.T) {
	c := visit(t, small(t, Quirks{}, Strike{Fault: FaultT14Cut, Step: StepPage, Bytes: 100, Times: 1}))
	if got := c.open(HIPAAPage); len(got.text) != 100 {
		t.Errorf("%d bytes", len(got.text))
	}
	if got := c.open(HIPAAPage); !isGrid(got) {
		t.Error("no page afterwards")
	}
}

func TestT14SlowDrip(t *testing.T) {
	c, request := exporting(t, small(t, Quirks{}, Strike{Fault: FaultT14SlowDrip, Bytes: 100, Delay: 20 * time.Millisecond}))
	begun := time.Now()
	got := c.do(request)
	if took := time.Since(begun); took < 60*time.Millisecond || rowsOf(got.text) != openRows {
		t.Errorf("%v, %d bytes", took, len(got.text))
	}
}

func TestT14Huge(t *testing.T) {
	c, request := exporting(t, small(t, Quirks{HealthyHeader: true}, Strike{Fault: FaultT14Huge}))
	got := c.do(request)
	if want := 100 * len(hipaaHeaderLine+openRows); len(got.text) != want {
		t.Errorf("want %d bytes, got %d", want, len(got.text))
	}
	if !strings.HasPrefix(got.text, hipaaHeaderLine+openRows+openRows) {
		t.Errorf("%.2000q", got.text)
	}
}

func TestT14GzipBomb(t *testing.T) {
	const size = 64 << 20
	c, request := exporting(t, small(t, Quirks{HealthyHeader: true}, Strike{Fault: FaultT14GzipBomb, Bytes: size}))
	response, err := c.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	head := make([]byte, len(hipaaHeaderLine))
	if _, err := io.ReadFull(response.Body, head); err != nil || string(head) != hipaaHeaderLine {
		t.Fatalf("%q, %v", head, err)
	}
	if n, err := io.Copy(io.Discard, response.Body); n < size || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}

func TestT14FalseCodings(t *testing.T) {
	c, request := exporting(t, small(t, Quirks{}, Strike{Fault: FaultT14FalseGzip, Times: 1}, Strike{Fault: FaultT14UnknownCoding, After: 1}))
	if got, err := c.try(request); err == nil && got.err == nil {
		t.Errorf("false gzip was read: %q", got.text)
	}
	request.Body, _ = request.GetBody()
	if got := c.do(request); got.Header.Get("Content-Encoding") != "br" || rowsOf(got.text) != openRows {
		t.Errorf("%v %q", got.Header, got.text)
	}
}

func TestT17PageOfAnotherHost(t *testing.T) {
	c := visit(t, small(t, Quirks{}, Strike{Fault: FaultT17ProxyLogin, Step: StepPage}))
	if got := c.open(HIPAAPage); strings.Contains(got.text, "ocrForm") || got.Header.Get("Server") != "GuestNet" {
		t.Errorf("%v %s", got.Header, got.text)
	}
}

func TestT19NoNetwork(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	if _, err := c.try(c.request(http.MethodGet, NoNetwork(t)+HIPAAPage, nil)); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%v", err)
	}
}

func TestConnectionsAreKept(t *testing.T) {
	c := visit(t, small(t, Quirks{}))
	c.open(HIPAAPage)
	isReused := false
	request := c.request(http.MethodGet, HIPAAPage, nil)
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { isReused = info.Reused }}
	c.do(request.WithContext(httptrace.WithClientTrace(request.Context(), trace)))
	if !isReused {
		t.Error("the portal closes connections that it need not")
	}
}
