package flight

import (
	"context"
	"encoding/base64"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// errNonsense is of a message that the Flight library cannot take; it panics on some of them.
var errNonsense = status.Error(codes.InvalidArgument, "the message is none of Flight SQL")

// unary guards a call of one message: it is allowed, counted and recorded, and cannot end the process.
func (s *Server) unary(ctx context.Context, request any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (answer any, err error) {
	call := s.begin(ctx, info.FullMethod)
	defer func() {
		if recover() != nil {
			answer, err = nil, errNonsense
		}
		s.end(call, err)
	}()
	ctx, _, err = s.allowed(ctx, call)
	if err != nil {
		return nil, err
	}
	return next(ctx, request)
}

// stream does what unary does for a call of many messages. It answers the handshake.
func (s *Server) stream(server any, messages grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) (err error) {
	call := s.begin(messages.Context(), info.FullMethod)
	defer func() {
		if recover() != nil {
			err = errNonsense
		}
		s.end(call, err)
	}()
	ctx, token, err := s.allowed(messages.Context(), call)
	if err != nil {
		return err
	}
	if call.method == "Handshake" {
		// Clients read it from the header (Java) or from the trailer (Go).
		answer := metadata.Pairs("authorization", "Bearer "+token)
		messages.SetTrailer(answer)
		return messages.SendHeader(answer)
	}
	return next(server, guarded{messages, ctx})
}

type guarded struct {
	grpc.ServerStream
	ctx context.Context
}

func (g guarded) Context() context.Context { return g.ctx }

// call is one call for the record.
type call struct {
	began                   time.Time
	method, address, client string
	sql                     string // of the statement that it asks for; empty for none
}

type callKey struct{}

// asksFor keeps the statement of a call for the record.
func asksFor(ctx context.Context, sql string) {
	if of, isCall := ctx.Value(callKey{}).(*call); isCall {
		of.sql = sql
	}
}

func (s *Server) begin(ctx context.Context, method string) *call {
	s.open.Add(1)
	of := &call{began: time.Now(), method: method[strings.LastIndexByte(method, '/')+1:], address: addressOf(ctx)}
	of.client = of.address
	return of
}

// recordedSQL is how many bytes of a statement the record has.
const recordedSQL = 1000

func (s *Server) end(of *call, err error) {
	s.open.Add(-1)
	code := status.Code(err)
	s.counted(code)
	if s.options.Access == nil {
		return
	}
	sql := of.sql
	if len(sql) > recordedSQL {
		sql = strings.ToValidUTF8(sql[:recordedSQL], "") + "…"
	}
	s.options.Access.Info("request", "client", of.address, "method", "FLIGHT", "path", of.method, "query", sql,
		"status", code.String(), "seconds", time.Since(of.began).Seconds())
}

// addressOf is the address of the client, without its port.
func addressOf(ctx context.Context) string {
	of, isKnown := peer.FromContext(ctx)
	if !isKnown {
		return ""
	}
	host, _, err := net.SplitHostPort(of.Addr.String())
	if err != nil {
		return of.Addr.String()
	}
	return host
}

// allowed names the client in the context, or refuses the call. The token is what a client may send
// from now on; where anybody may ask, it is a word without meaning, since some clients want one.
func (s *Server) allowed(ctx context.Context, of *call) (_ context.Context, token string, err error) {
	given, _ := metadata.FromIncomingContext(ctx)
	if !s.isOurHost(first(given, ":authority")) {
		return nil, "", status.Error(codes.PermissionDenied, "want the name of this server, got another one")
	}
	token = "anybody"
	if s.options.Allow != nil {
		token = tokenOf(first(given, "authorization"))
		client, isAllowed := s.options.Allow(token)
		if !isAllowed {
			return nil, "", status.Error(codes.Unauthenticated, "want a token: as Bearer, or as the password of Basic")
		}
		of.client = client
	}
	return context.WithValue(serve.WithClient(ctx, of.client), callKey{}, of), token, nil
}

func first(given metadata.MD, key string) string {
	if values := given.Get(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

// tokenOf is the token of a header: behind Bearer, or the password of Basic.
func tokenOf(header string) string {
	kind, rest, _ := strings.Cut(header, " ")
	switch strings.ToLower(kind) {
	case "bearer":
		return rest
	case "basic":
		text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(rest, "="))
		if err != nil {
			return ""
		}
		_, password, _ := strings.Cut(string(text), ":")
		return password
	}
	return ""
}

func (s *Server) isOurHost(authority string) bool {
	if len(s.options.Hosts) == 0 {
		return true
	}
	name := authority
	if bare, _, err := net.SplitHostPort(authority); err == nil {
		name = bare
	}
	name = strings.Trim(name, "[]")
	return slices.ContainsFunc(s.options.Hosts, func(ours string) bool { return strings.EqualFold(name, ours) })
}

// mostAllocated is how many bytes one array of a client may take. A compressed one says itself how
// large it is, and is believed.
const mostAllocated = 16 << 20

// bounded allocates for what clients send. It panics beyond its bound, which ends the call alone.
type bounded struct{ *memory.GoAllocator }

func (b bounded) Allocate(size int) []byte {
	wantBounded(size)
	return b.GoAllocator.Allocate(size)
}

func (b bounded) Reallocate(size int, before []byte) []byte {
	wantBounded(size)
	return b.GoAllocator.Reallocate(size, before)
}

func wantBounded(size int) {
	if size < 0 || size > mostAllocated {
		panic("a message is too large")
	}
}
