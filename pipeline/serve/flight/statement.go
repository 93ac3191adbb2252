package flight

import (
	"context"
	"errors"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// answers is what the Flight SQL library asks for.
type answers struct {
	flightsql.BaseServer
	o          Options
	seal       seal
	running    running
	catalogues catalogues
}

func newAnswers(o Options) (*answers, error) {
	key, err := newSeal()
	if err != nil {
		return nil, err
	}
	s := &answers{o: o, seal: key, running: running{stops: map[string]map[*context.CancelFunc]bool{}}}
	return s, s.registerInfo()
}

// statusOf is an error of a question as gRPC has it.
func statusOf(err error) error {
	var known *serve.Error
	if !errors.As(err, &known) {
		return status.Error(codes.Internal, "the server could not answer") // what it is may name a path
	}
	code := map[serve.Fault]codes.Code{
		serve.FaultSQL: codes.InvalidArgument, serve.FaultRefused: codes.PermissionDenied, serve.FaultTime: codes.DeadlineExceeded,
		serve.FaultMemory: codes.ResourceExhausted, serve.FaultEnded: codes.Canceled, serve.FaultBusy: codes.Unavailable,
		serve.FaultServer: codes.Unavailable, serve.FaultChanged: codes.FailedPrecondition,
	}[known.Fault]
	if known.Line > 0 {
		return status.Errorf(code, "line %d: %s", known.Line, known.Message)
	}
	return status.Error(code, known.Message)
}

// prepared is a statement of a client with what a worker finds out about it: its handle without an ID.
func (s *answers) prepared(ctx context.Context, sql string) (handle, *arrow.Schema, error) {
	asksFor(ctx, sql)
	if int64(len(sql)) > s.o.SQL {
		return handle{}, nil, status.Errorf(codes.InvalidArgument, "want SQL of at most %d bytes, got %d", s.o.SQL, len(sql))
	}
	asked, err := s.o.Pool.Ask(ctx, serve.ClientOf(ctx), serve.Question{SQL: sql, IsDescribed: true}, s.o.Prepare, "")
	if err != nil {
		return handle{}, nil, statusOf(err)
	}
	defer asked.Close()
	rows, err := asked.Records()
	if err != nil {
		return handle{}, nil, statusOf(err)
	}
	defer rows.Release()
	ending, err := asked.Ending()
	if err != nil {
		return handle{}, nil, statusOf(err)
	}
	schema := rows.Schema()
	return handle{SQL: sql, Generation: asked.Generation, Schema: flight.SerializeSchema(schema, memory.DefaultAllocator), Parameters: ending.Parameters}, schema, nil
}

// ready is where a client fetches the answer to a statement.
func (s *answers) ready(h handle, asked *flight.FlightDescriptor) (info *flight.FlightInfo, err error) {
	if h.ID, err = newID(); err != nil {
		return nil, err
	}
	sealed, err := s.seal.close(h)
	if err != nil {
		return nil, err
	}
	ticket, err := flightsql.CreateStatementQueryTicket(sealed)
	if err != nil {
		return nil, err
	}
	return infoOf(h.Schema, ticket, asked), nil
}

func infoOf(schema, ticket []byte, asked *flight.FlightDescriptor) *flight.FlightInfo {
	return &flight.FlightInfo{Schema: schema, FlightDescriptor: asked, TotalRecords: -1, TotalBytes: -1,
		Endpoint: []*flight.FlightEndpoint{{Ticket: &flight.Ticket{Ticket: ticket}}}}
}

// GetFlightInfoStatement prepares a statement and says where its answer is.
func (s *answers) GetFlightInfoStatement(ctx context.Context, of flightsql.StatementQuery, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	h, _, err := s.prepared(ctx, of.GetQuery())
	if err != nil {
		return nil, err
	}
	return s.ready(h, asked)
}

// GetSchemaStatement answers the columns of a statement.
func (s *answers) GetSchemaStatement(ctx context.Context, of flightsql.StatementQuery, _ *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	h, _, err := s.prepared(ctx, of.GetQuery())
	return &flight.SchemaResult{Schema: h.Schema}, err
}

// running are the answers under way, by the ID of their handle.
type running struct {
	mutex sync.Mutex
	stops map[string]map[*context.CancelFunc]bool
}

// add keeps the end of an answer until forget, which ends it too.
func (r *running) add(id string, stop context.CancelFunc) (forget func()) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.stops[id] == nil {
		r.stops[id] = map[*context.CancelFunc]bool{}
	}
	r.stops[id][&stop] = true
	return func() {
		stop()
		r.mutex.Lock()
		defer r.mutex.Unlock()
		if delete(r.stops[id], &stop); len(r.stops[id]) == 0 {
			delete(r.stops, id)
		}
	}
}

// end ends all answers to a handle and reports whether there was one.
func (r *running) end(id string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for stop := range r.stops[id] {
		(*stop)()
	}
	return len(r.stops[id]) > 0
}

// CancelFlightInfo ends the answers under way to a statement.
func (s *answers) CancelFlightInfo(_ context.Context, request *flight.CancelFlightInfoRequest) (flight.CancelFlightInfoResult, error) {
	isEnded, err := s.cancel(request.GetInfo().GetEndpoint())
	if isEnded {
		return flight.CancelFlightInfoResult{Status: flight.CancelStatusCancelled}, err
	}
	return flight.CancelFlightInfoResult{Status: flight.CancelStatusNotCancellable}, err
}

func (s *answers) cancel(endpoints []*flight.FlightEndpoint) (isEnded bool, err error) {
	for _, endpoint := range endpoints {
		ticket, err := flightsql.GetStatementQueryTicket(endpoint.GetTicket())
		if err != nil {
			return isEnded, errHandle
		}
		h, err := s.seal.open(ticket.GetStatementHandle())
		if err != nil {
			return isEnded, err
		}
		isEnded = s.running.end(h.ID) || isEnded
	}
	return isEnded, nil
}
