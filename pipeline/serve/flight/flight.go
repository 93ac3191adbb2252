// Package flight answers over Arrow Flight SQL, for notebooks and BI tools: statements, prepared
// statements with parameters, and the catalogue of tables with its comments. Nothing can be changed.
//
// It never calls DuckDB: see package serve. It keeps nothing of a client between two calls: a handle
// carries its statement and parameters, sealed with a key of the process.
package flight

import (
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// Options say what is served to whom.
type Options struct {
	Pool *serve.Pool
	// Time is how long a question may take, Prepare how long finding out its columns may.
	Time, Prepare time.Duration
	// SQL is how many bytes a statement may have.
	SQL int64
	// Hosts are the names under which the server may be asked, without ports; empty for any.
	Hosts []string
	// Allow names the client who has a token, or reports false. Nil lets anybody ask and names clients
	// by their address.
	Allow func(token string) (client string, isAllowed bool)
	// TLS has the certificate; nil for a listener without TLS.
	TLS *tls.Config
	// Access gets a record of each call; nil for nobody.
	Access *slog.Logger
	// Version is the program's.
	Version string
}

// Server answers calls of Flight SQL.
type Server struct {
	grpc    *grpc.Server
	options Options
	open    atomic.Int64

	mutex sync.Mutex
	calls map[codes.Code]int64
}

// Limits of a connection. One that says nothing does not stay; one whose other end is gone is found.
const (
	helloTime    = 10 * time.Second
	idleTime     = 10 * time.Minute
	probeEvery   = 30 * time.Second
	probeTime    = 20 * time.Second
	mostStreams  = 100
	mostReceived = 4 << 20 // bytes of a message of a client: a handle holds a statement and its parameters
	mostHeader   = 64 << 10
	sendBuffer   = 256 << 10 // bytes that are handed to the system at once; a connection keeps it while it sends
)

// New is a server that is ready for Serve.
func New(o Options) (*Server, error) {
	s := &Server{options: o, calls: map[codes.Code]int64{}}
	answers, err := newAnswers(o)
	if err != nil {
		return nil, err
	}
	options := []grpc.ServerOption{
		grpc.ChainUnaryInterceptor(s.unary), grpc.ChainStreamInterceptor(s.stream),
		grpc.ConnectionTimeout(helloTime), grpc.MaxConcurrentStreams(mostStreams),
		grpc.ForceServerCodecV2(newPassing()), grpc.WriteBufferSize(sendBuffer),
		grpc.MaxRecvMsgSize(mostReceived), grpc.MaxHeaderListSize(mostHeader),
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionIdle: idleTime, Time: probeEvery, Timeout: probeTime}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: probeTime, PermitWithoutStream: true}),
	}
	if o.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(o.TLS)))
	}
	s.grpc = grpc.NewServer(options...)
	library := flightsql.NewFlightServerWithAllocator(answers, bounded{memory.NewGoAllocator()})
	flight.RegisterFlightServiceServer(s.grpc, service{library, answers})
	return s, nil
}

// Serve answers the connections of a listener until Stop.
func (s *Server) Serve(listener net.Listener) error { return s.grpc.Serve(listener) }

// Stop takes no more calls, lets those under way end within so much time, and ends the others.
func (s *Server) Stop(within time.Duration) {
	late := time.AfterFunc(within, s.grpc.Stop)
	defer late.Stop()
	s.grpc.GracefulStop()
}

// WriteMetrics writes the counts of calls in the form of Prometheus.
func (s *Server) WriteMetrics(w io.Writer) {
	s.mutex.Lock()
	calls := maps.Clone(s.calls)
	s.mutex.Unlock()
	fmt.Fprint(w, "# HELP breachstats_flight_calls_open Calls of Flight SQL that are being answered.\n# TYPE breachstats_flight_calls_open gauge\n")
	fmt.Fprintf(w, "breachstats_flight_calls_open %d\n", s.open.Load())
	fmt.Fprint(w, "# HELP breachstats_flight_calls_total Calls of Flight SQL that were answered, by status.\n# TYPE breachstats_flight_calls_total counter\n")
	for _, code := range slices.Sorted(maps.Keys(calls)) {
		fmt.Fprintf(w, "breachstats_flight_calls_total{status=%q} %d\n", code.String(), calls[code])
	}
}

func (s *Server) counted(code codes.Code) {
	s.mutex.Lock()
	s.calls[code]++
	s.mutex.Unlock()
}
