package portaltest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// network is where a portal listens.
type network struct {
	url     string
	address string
	roots   *x509.CertPool
	config  *tls.Config
	server  *http.Server

	mu       sync.Mutex
	listener net.Listener
	isClosed bool
}

// listen starts to serve on a free port of 127.0.0.1.
func (p *Portal) listen(secure bool) error {
	n := &p.network
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	n.address = listener.Addr().String()
	n.url = "http://" + n.address + Base
	if secure {
		made, err := certificates()
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		n.url = "https://" + n.address + Base
		n.roots = made.roots
		n.config = &tls.Config{
			MinVersion: tls.VersionTLS12,
			GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
				p.mu.Lock()
				defer p.mu.Unlock()
				for _, s := range p.strike(StepConnect, "") {
					if bad, isBad := made.bad[s.Fault]; isBad {
						return bad, nil
					}
				}
				return made.good, nil
			},
		}
	}
	quiet := log.New(io.Discard, "", 0) // of handshakes that clients break off
	n.server = &http.Server{Handler: p, ErrorLog: quiet, ReadHeaderTimeout: time.Minute}
	n.serve(listener)
	if refused := p.refusal(); refused != nil && refused.After == 0 {
		n.refuse(refused.Delay)
	}
	return nil
}

// serve takes connections from listener.
func (n *network) serve(listener net.Listener) {
	n.listener = listener
	if n.config != nil {
		listener = tls.NewListener(listener, n.config)
	}
	go func() { _ = n.server.Serve(listener) }() // ends with the listener
}

// refusal is the strike that closes the port, or nil. The mutex is held, or nobody knows
// the portal yet.
func (p *Portal) refusal() *Strike {
	for _, a := range p.armed {
		if a.Fault == FaultT1Refused {
			return &a.Strike
		}
	}
	return nil
}

// shut closes the port when the answer about to be given is the last before it must be,
// and no connection outlives its answer. The mutex is held.
func (p *Portal) shut(w http.ResponseWriter, answered int) {
	refused := p.refusal()
	if refused == nil || p.network.server == nil {
		return
	}
	w.Header().Set("Connection", "close")
	if answered == refused.After {
		p.network.refuse(refused.Delay)
	}
}

// refuse closes the port for a while; 0 is for good.
func (n *network) refuse(most time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	_ = n.listener.Close() // it is closed either way
	if most == 0 {
		return
	}
	time.AfterFunc(most, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.isClosed {
			return
		}
		if listener, err := net.Listen("tcp", n.address); err == nil {
			n.serve(listener)
		}
	})
}

// close ends the server and its connections.
func (n *network) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.isClosed = true
	if n.server != nil {
		_ = n.listener.Close() // as a refused one already is
		_ = n.server.Close()
	}
}

// NoNetwork returns the URL of a portal that nobody runs (T19): its port is closed.
func NoNetwork(tb testing.TB) string {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("portaltest: %v", err)
	}
	tb.Cleanup(func() { _ = listener.Close() })
	// The port of a client is closed, and nobody else can take it while the client is connected.
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		tb.Fatalf("portaltest: %v", err)
	}
	tb.Cleanup(func() { _ = client.Close() })
	return "http://" + client.LocalAddr().String() + Base
}

// NoSuchHost is the URL of a portal whose name does not resolve (T1), here or anywhere.
const NoSuchHost = "http://portal.invalid" + Base
