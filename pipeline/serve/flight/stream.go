package flight

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight"
	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// patience is how long a client may take for one message. A slower one loses its answer, which
// would stay on the disk.
const patience = 2 * time.Minute

// service is the service of the Flight SQL library, which would decode and encode each record of an answer:
// answers to statements pass it by.
type service struct {
	flight.FlightServer
	answers *answers
}

// DoGet answers a statement, or lists what the library asks for.
func (s service) DoGet(ticket *flight.Ticket, stream flight.FlightService_DoGetServer) error {
	var command anypb.Any
	if err := proto.Unmarshal(ticket.GetTicket(), &command); err != nil {
		return s.FlightServer.DoGet(ticket, stream) // which says what is wrong
	}
	var sealed []byte
	if asked := new(pb.TicketStatementQuery); command.MessageIs(asked) && command.UnmarshalTo(asked) == nil {
		sealed = asked.GetStatementHandle()
	} else if asked := new(pb.CommandPreparedStatementQuery); command.MessageIs(asked) && command.UnmarshalTo(asked) == nil {
		sealed = asked.GetPreparedStatementHandle()
	} else {
		return s.FlightServer.DoGet(ticket, stream)
	}
	h, err := s.answers.seal.open(sealed)
	if err != nil {
		return err
	}
	return s.answers.answer(stream, h)
}

// answer asks the question of a handle and sends the answer.
func (s *answers) answer(stream grpc.ServerStream, h handle) error {
	ctx := stream.Context()
	asksFor(ctx, h.SQL)
	if len(h.Parameters) > 0 && len(h.Arguments) == 0 {
		return status.Errorf(codes.InvalidArgument, "want the values of %d parameters, got none", len(h.Parameters))
	}
	wanted, stop := context.WithCancel(ctx)
	defer s.running.add(h.ID, stop)()
	asked, err := s.o.Pool.Ask(wanted, serve.ClientOf(ctx), serve.Question{SQL: h.SQL, Arguments: h.Arguments}, s.o.Time, "")
	if err != nil {
		return statusOf(err)
	}
	defer asked.Close()
	defer context.AfterFunc(wanted, asked.Close)() // wakes a reader that waits for rows
	err = send(stream, h, asked)
	var known interface{ GRPCStatus() *status.Status }
	switch {
	case wanted.Err() != nil:
		return status.Error(codes.Canceled, "the question was cancelled")
	case errors.As(err, &known):
		return err
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return statusOf(err)
	}
	if _, ended := asked.Ending(); ended != nil {
		return statusOf(ended) // without it, half an answer would pass for a whole one
	}
	if err != nil {
		return statusOf(err)
	}
	return nil
}

// send sends the messages of an answer, if it has the columns that its handle promises.
func send(stream grpc.ServerStream, h handle, asked *serve.Answer) error {
	promised, err := h.columns()
	if err != nil {
		return errHandle
	}
	next, err := nextMessage(asked)
	if err != nil {
		return err
	}
	columns, err := next.schema()
	if err != nil {
		return err
	}
	if !columns.Equal(promised) {
		return &serve.Error{Fault: serve.FaultChanged, Message: fmt.Sprintf("the database was replaced and the answer has other columns now; ask again (it was %s, now %s)", h.Generation, asked.Generation)}
	}
	var isLate atomic.Bool
	late := time.AfterFunc(patience, func() {
		isLate.Store(true)
		asked.Close()
	})
	defer late.Stop()
	for ; err == nil; next, err = nextMessage(asked) {
		late.Reset(patience)
		if err := stream.SendMsg(&next); err != nil {
			return err
		}
		late.Stop()
		if isLate.Load() {
			return status.Errorf(codes.DeadlineExceeded, "the answer was not read for %s", patience)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
