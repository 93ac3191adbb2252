package portaltest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// preempt does what strikes before the portal thinks, and says whether that was all.
func (x *exchange) preempt() bool {
	switch {
	case x.has(FaultT1Reset):
		x.reset()
	case x.has(FaultT1HangBeforeHeader):
		x.hang(x.faults[FaultT1HangBeforeHeader].Delay)
	case x.has(FaultT3RedirectToFrontPage):
		x.send(x.toFront())
	case x.has(FaultT15TooMany):
		x.refuse(http.StatusTooManyRequests, FaultT15TooMany, false)
	case x.has(FaultT15TooManyDate):
		x.refuse(http.StatusTooManyRequests, FaultT15TooManyDate, true)
	case x.has(FaultT15Unavailable):
		x.refuse(http.StatusServiceUnavailable, FaultT15Unavailable, false)
	case x.has(FaultT15UnavailableDate):
		x.refuse(http.StatusServiceUnavailable, FaultT15UnavailableDate, true)
	case x.has(FaultT15Forbidden):
		x.send(answer{status: http.StatusForbidden, kind: "text/html", body: noticePage("Access Denied", "You don't have permission to access this page.")})
	case x.has(FaultT17ProxyLogin):
		x.w.Header().Set("Server", "GuestNet")
		x.send(answer{status: http.StatusOK, kind: "text/html", body: proxyPage()})
	default:
		return false
	}
	return true
}

// refuse answers that it is too much now, and when to come again.
func (x *exchange) refuse(status int, f Fault, asDate bool) {
	wait := x.faults[f].Delay
	if wait == 0 {
		wait = time.Second
	}
	after := strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	if asDate {
		after = time.Now().Add(wait).UTC().Format(http.TimeFormat)
	}
	x.w.Header().Set("Retry-After", after)
	x.send(answer{status: status, kind: "text/html", body: noticePage(http.StatusText(status), "Please try again later.")})
}

// reset breaks the connection so that the client's system reports a reset.
func (x *exchange) reset() {
	if conn, _, err := http.NewResponseController(x.w).Hijack(); err == nil {
		wire := conn
		if secure, isSecure := conn.(interface{ NetConn() net.Conn }); isSecure {
			wire = secure.NetConn()
		}
		if tcp, isTCP := wire.(*net.TCPConn); isTCP {
			_ = tcp.SetLinger(0) // without it the break is an orderly one
		}
		_ = wire.Close() // it is broken either way
		return
	}
	panic(http.ErrAbortHandler)
}

// hang waits until the client or the portal goes, or for a while, and breaks off.
func (x *exchange) hang(most time.Duration) {
	x.pause(most)
	panic(http.ErrAbortHandler)
}

// pause waits, for ever if most is 0, and says whether client and portal are still there.
func (x *exchange) pause(most time.Duration) bool {
	var end <-chan time.Time
	if most > 0 {
		timer := time.NewTimer(most)
		defer timer.Stop()
		end = timer.C
	}
	select {
	case <-end:
		return true
	case <-x.p.done:
	case <-x.r.Context().Done():
	}
	return false
}

// send writes an answer, and does to it what strikes bodies. No length is said.
func (x *exchange) send(a answer) {
	header := x.w.Header()
	header.Set("Cache-Control", "no-cache, no-store, must-revalidate")
	if a.status == http.StatusFound || a.body == nil {
		header.Set("Content-Length", "0")
		x.w.WriteHeader(a.status)
		return
	}
	header.Set("Content-Type", a.kind)
	if a.name != "" {
		header.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, a.name))
	}
	if x.p.quirks.CloseDelimits {
		header.Set("Transfer-Encoding", "identity") // net/http ends the body with the connection
	}
	body, length := x.coded(a)
	stop := int64(-1)
	for _, f := range []Fault{FaultT14Cut, FaultT14Abort, FaultT1HangMidBody, FaultT14Empty} {
		if !x.has(f) {
			continue
		}
		stop = int64(x.faults[f].Bytes)
		if stop < 0 {
			stop = max(0, length+stop)
		}
		stop = min(stop, max(0, length-1))
		if f == FaultT14Empty {
			stop = 0
		}
		body = io.LimitReader(body, stop)
		break
	}
	x.w.WriteHeader(a.status)
	x.pour(body)
	switch {
	case stop < 0:
	case x.has(FaultT14Cut), x.has(FaultT14Empty):
	case x.has(FaultT14Abort):
		panic(http.ErrAbortHandler)
	case x.has(FaultT1HangMidBody):
		x.hang(x.faults[FaultT1HangMidBody].Delay)
	}
}

// coded returns the body as it goes over the wire and its length.
func (x *exchange) coded(a answer) (io.Reader, int64) {
	header := x.w.Header()
	switch {
	case x.has(FaultT14Huge):
		length := int64(x.faults[FaultT14Huge].Bytes)
		if length == 0 {
			length = 100 * int64(len(a.body))
		}
		top, rows := divided(a)
		return io.LimitReader(io.MultiReader(bytes.NewReader(top), &repeated{unit: rows}), length), length
	case x.has(FaultT14GzipBomb):
		header.Set("Content-Encoding", "gzip")
		return bomb(a, int64(x.faults[FaultT14GzipBomb].Bytes))
	case x.has(FaultT14FalseGzip):
		header.Set("Content-Encoding", "gzip")
	case x.has(FaultT14UnknownCoding):
		header.Set("Content-Encoding", "br")
	case x.p.quirks.Gzip && strings.Contains(x.r.Header.Get("Accept-Encoding"), "gzip"):
		header.Set("Content-Encoding", "gzip")
		header.Set("Vary", "Accept-Encoding")
		squeezed := squeeze(a.body)
		return bytes.NewReader(squeezed), int64(len(squeezed))
	}
	return bytes.NewReader(a.body), int64(len(a.body))
}

// pour writes the body in pieces, flushing each so that no length is computed.
func (x *exchange) pour(body io.Reader) {
	wire := http.NewResponseController(x.w)
	const wholesale = 1 << 15
	drip, isDrip := x.faults[FaultT14SlowDrip]
	piece := make([]byte, wholesale)
	if isDrip {
		piece = piece[:max(1, min(drip.Bytes, wholesale))]
		if drip.Delay == 0 {
			drip.Delay = 100 * time.Millisecond
		}
	}
	_ = wire.Flush() // a client that is gone is found out by the next write
	for {
		n, err := io.ReadFull(body, piece)
		if _, gone := x.w.Write(piece[:n]); gone != nil {
			return
		}
		_ = wire.Flush()
		if err != nil {
			return
		}
		if isDrip && !x.pause(drip.Delay) {
			return
		}
		select {
		case <-x.p.done:
			panic(http.ErrAbortHandler)
		default:
		}
	}
}

// divided parts an export after its header, and a page nowhere.
func divided(a answer) (top, rows []byte) {
	if end := bytes.IndexByte(a.body, '\n'); a.name != "" && end >= 0 && end+1 < len(a.body) {
		return a.body[:end+1], a.body[end+1:]
	}
	return nil, a.body
}

// repeated reads one thing over and over.
type repeated struct {
	unit []byte
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	if len(r.unit) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.unit[r.at:])
	r.at = (r.at + n) % len(r.unit)
	return n, nil
}

// bomb is gzip that inflates to at least size bytes of the first row, again and again.
func bomb(a answer, size int64) (io.Reader, int64) {
	const usual, block = 1 << 30, 1 << 23
	if size == 0 {
		size = usual
	}
	top, rows := divided(a)
	row, _, _ := bytes.Cut(rows, []byte("\n"))
	row = append(bytes.Clone(row), '\n')
	first := squeeze(top)
	next := squeeze(bytes.Repeat(row, block/len(row)+1)) // a member of its own
	members := size/block + 1
	length := int64(len(first)) + members*int64(len(next))
	return io.LimitReader(io.MultiReader(bytes.NewReader(first), &repeated{unit: next}), length), length
}

func squeeze(plain []byte) []byte {
	var out bytes.Buffer
	packer := gzip.NewWriter(&out)
	_, _ = packer.Write(plain) // a buffer takes everything
	_ = packer.Close()
	return out.Bytes()
}
