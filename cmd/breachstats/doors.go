package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/pipeline/serve/flight"
	"github.com/breachstats/breachstats/pipeline/serve/mcp"
	"github.com/breachstats/breachstats/pipeline/serve/web"
)

// doors holds the listeners of serve: HTTP, and Flight SQL unless its listener is nil.
type doors struct {
	httpListener, flightListener net.Listener
	httpServer                   *http.Server
	flightServer                 *flight.Server
	certificate                  *tls.Config // nil without TLS
}

// open listens on the ports, if the flags allow these addresses. A --check listens only on ports that a flag
// names, so it can run beside a server. warn gets a line when a changed certificate cannot be read.
func (s server) open(ctx context.Context, warn func(string)) (d doors, err error) {
	if (s.certificate == "") != (s.key == "") {
		return d, wrong("serve: want --certificate and --key together")
	}
	if s.certificate != "" {
		pair := &keyPair{certificate: s.certificate, key: s.key, warn: warn}
		if _, err := pair.read(nil); err != nil {
			return d, fmt.Errorf("--certificate, --key: %w", err)
		}
		d.certificate = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.read}
	}
	if !s.isCheckedOnly || s.isListenGiven {
		if d.httpListener, err = s.listenOn(ctx, "--listen", s.listen); err != nil {
			return d, err
		}
	}
	if s.flight != "" && (!s.isCheckedOnly || s.isFlightGiven) {
		d.flightListener, err = s.listenOn(ctx, "--flight-listen", s.flight)
	}
	return d, err
}

func (s server) listenOn(ctx context.Context, flag, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, address, err)
	}
	if err := s.wantAccess(listener.Addr()); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// wantAccess refuses an address that other machines can reach unless access and TLS are settled.
func (s server) wantAccess(address net.Addr) error {
	switch {
	case isLoopback(address), s.isPublic:
		return nil
	case s.tokens == "":
		return wrong("serve: %s can be reached from elsewhere: want --tokens FILE, or --public to let anybody in", address)
	case s.certificate == "" && !s.isBehindProxy:
		return wrong("serve: %s can be reached from elsewhere: want --certificate and --key, or --behind-proxy where a proxy does TLS", address)
	}
	return nil
}

func isLoopback(address net.Addr) bool {
	tcp, isTCP := address.(*net.TCPAddr)
	return isTCP && tcp.IP.IsLoopback()
}

func (d doors) close() {
	for _, listener := range []net.Listener{d.httpListener, d.flightListener} {
		if listener != nil {
			_ = listener.Close() // the server may have closed it already
		}
	}
}

// hostsOf returns the host names that requests to an address may use; empty means any.
func (s server) hostsOf(address net.Addr) []string {
	if tcp, isTCP := address.(*net.TCPAddr); isTCP && isLoopback(address) && len(s.hosts) == 0 {
		return []string{"localhost", "127.0.0.1", "::1", tcp.IP.String()}
	}
	return s.hosts
}

// furnish sets up the servers of the listeners.
func (p *program) furnish(d *doors, s server, pool *serve.Pool) error {
	var allow func(token string) (string, bool)
	if s.tokens != "" {
		tokens, err := serve.OpenTokens(s.tokens)
		if err != nil {
			return fmt.Errorf("--tokens: %w", err)
		}
		allow = tokens.Name
	}
	var access *slog.Logger
	if !s.hasNoAccess && !p.isQuiet {
		access = slog.New(slog.NewJSONHandler(p.stderr, nil))
	}
	options := web.Options{Pool: pool, Out: p.outDir, Time: s.time, Rows: s.rows, InAddress: int64(s.inAddress), InBody: int64(s.inBody),
		Hosts: s.hostsOf(d.httpListener.Addr()), IsBehindProxy: s.isBehindProxy, Access: access, Version: version}
	tools := mcp.Handler(mcp.Options{Pool: pool, Time: s.time, SQL: int64(s.inBody), Version: version})
	options.Mounted = map[string]http.Handler{"GET /mcp": tools, "POST /mcp": tools}
	if allow != nil {
		options.Allow = func(r *http.Request) (string, bool) { return allow(tokenOf(r)) }
	}
	if d.flightListener != nil {
		var err error
		d.flightServer, err = flight.New(flight.Options{Pool: pool, Time: s.flightTime, Prepare: s.prepare, SQL: int64(s.inBody),
			Hosts: s.hostsOf(d.flightListener.Addr()), Allow: allow, TLS: d.certificate, Access: access, Version: version})
		if err != nil {
			return err
		}
		options.Metrics = append(options.Metrics, d.flightServer.WriteMetrics)
	}
	d.httpServer = &http.Server{Handler: web.Handler(options), ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), TLSConfig: d.certificate}
	return nil
}

func tokenOf(r *http.Request) string {
	if token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); isBearer {
		return token
	}
	_, password, _ := r.BasicAuth()
	return password
}

// addresses holds the URLs under which clients reach the listeners.
type addresses struct {
	HTTP   string `json:"http"`
	Flight string `json:"flight,omitempty"`
}

func (d doors) addresses(s server) addresses {
	secure := ""
	if s.certificate != "" {
		secure = "s"
	}
	found := addresses{HTTP: "http" + secure + "://" + d.httpListener.Addr().String() + "/"}
	if d.flightListener != nil {
		found.Flight = map[bool]string{false: "grpc://", true: "grpc+tls://"}[s.certificate != ""] + d.flightListener.Addr().String()
	}
	return found
}

func (d doors) say(p *program, s server) {
	at := d.addresses(s)
	p.say("answers on %s", at.HTTP)
	if at.Flight != "" {
		p.say("answers Flight SQL on %s", at.Flight)
	}
}

// Limits of a connection, so that a silent one is closed.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	stopTime   = 10 * time.Second
	mostHeader = 64 << 10
)

// serveUntil serves until the context ends, and then waits for the answers under way.
func (d doors) serveUntil(ctx context.Context) error {
	ended := make(chan error, 2)
	go func() {
		if d.certificate != nil {
			ended <- d.httpServer.ServeTLS(d.httpListener, "", "")
		} else {
			ended <- d.httpServer.Serve(d.httpListener)
		}
	}()
	if d.flightServer != nil {
		go func() { ended <- d.flightServer.Serve(d.flightListener) }()
	}
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		if d.flightServer != nil {
			d.flightServer.Stop(stopTime)
		}
	}()
	late, stop := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer stop()
	if stopErr := d.httpServer.Shutdown(late); err == nil && !errors.Is(stopErr, context.DeadlineExceeded) {
		err = stopErr
	}
	<-stopped
	return err
}
