package flight

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// endless is a question that does not end by itself.
const endless = "select count(*) from range(1000000000000) a, range(1000000) b"

// W6: only handles of this process are taken, whole and as they were made.
func TestW6ForgedHandlesAndGarbageTickets(t *testing.T) {
	client := testSite(t, nil).client(t)
	info, err := client.Execute(t.Context(), "select 42")
	if err != nil {
		t.Fatal(err)
	}
	good := info.GetEndpoint()[0].GetTicket()
	command, err := flightsql.GetStatementQueryTicket(good)
	if err != nil {
		t.Fatal(err)
	}
	sealed := command.GetStatementHandle()
	forged := func(handle []byte) []byte {
		ticket, err := flightsql.CreateStatementQueryTicket(handle)
		if err != nil {
			t.Fatal(err)
		}
		return ticket
	}
	other, err := newSeal()
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := other.close(handle{SQL: "select 42"})
	if err != nil {
		t.Fatal(err)
	}
	for name, ticket := range map[string][]byte{
		"nothing": nil, "garbage": []byte("garbage"), "no handle": forged(nil), "a short handle": forged([]byte("{}")),
		"a handle of another process": forged(stranger), "a changed statement": forged(bytes.Replace(sealed, []byte("42"), []byte("43"), 1)),
		"a cut handle": forged(sealed[:len(sealed)-1]), "a longer handle": forged(append(bytes.Clone(sealed), ' ')),
	} {
		reader, err := client.DoGet(t.Context(), &flight.Ticket{Ticket: ticket})
		if err == nil {
			reader.Next()
			err = reader.Err()
		}
		if status.Code(err) != codes.InvalidArgument {
			t.Errorf("%s: want it refused, got %v", name, err)
		}
	}
	if got, err := fetched(t.Context(), client, info); strings.Join(got, "") != "42" || err != nil {
		t.Errorf("want the answer to the good ticket, got %q, %v", got, err)
	}
}

func descriptorOf(t *testing.T, command proto.Message) *flight.FlightDescriptor {
	t.Helper()
	var wrapped anypb.Any
	if err := wrapped.MarshalFrom(command); err != nil {
		t.Fatal(err)
	}
	body, err := proto.Marshal(&wrapped)
	if err != nil {
		t.Fatal(err)
	}
	return &flight.FlightDescriptor{Type: flight.DescriptorCMD, Cmd: body}
}

// W7: what the Flight library panics at ends its call alone.
func TestW7EmptyAndGarbledMessages(t *testing.T) {
	client := testSite(t, nil).client(t)
	raw := client.Client
	put := func(data *flight.FlightData) error {
		stream, err := raw.DoPut(t.Context())
		if err != nil {
			return err
		}
		if data != nil {
			if err := stream.Send(data); err != nil {
				return err
			}
		}
		if err := stream.CloseSend(); err != nil {
			return err
		}
		_, err = stream.Recv()
		return err
	}
	act := func(kind string, body []byte) error {
		stream, err := raw.DoAction(t.Context(), &flight.Action{Type: kind, Body: body})
		if err != nil {
			return err
		}
		_, err = stream.Recv()
		return err
	}
	handled := descriptorOf(t, &pb.CommandPreparedStatementQuery{PreparedStatementHandle: []byte("{}")})
	for name, err := range map[string]error{
		"an empty put":                       put(&flight.FlightData{}),
		"a put that is closed at once":       put(nil),
		"a put of garbage":                   put(&flight.FlightData{DataHeader: []byte("garbage and more")}),
		"a put of garbage with a descriptor": put(&flight.FlightData{FlightDescriptor: handled, DataHeader: []byte{1, 2, 3, 4, 255, 255, 255, 255}}),
		"a descriptor without a command":     put(&flight.FlightData{FlightDescriptor: &flight.FlightDescriptor{}}),
		"an action of no kind":               act("", nil),
		"a cancel of garbage":                act(flight.CancelFlightInfoActionType, []byte("garbage")),
		"a prepare of garbage":               act("CreatePreparedStatement", []byte("garbage")),
		"a close of garbage":                 act("ClosePreparedStatement", []byte{0xff}),
	} {
		if code := status.Code(err); err == nil || code == codes.Unavailable {
			t.Errorf("%s: want an error of this call, got %v", name, err)
		}
	}
	if err := act(flight.CancelFlightInfoActionType, nil); err != nil {
		t.Errorf("a cancel without info: want nothing to end, got %v", err)
	}
	for name, descriptor := range map[string]*flight.FlightDescriptor{
		"garbage": {Cmd: []byte("nonsense")}, "nothing": {}, "a plan of Substrait": descriptorOf(t, &pb.CommandStatementSubstraitPlan{}),
		"a path": {Type: flight.DescriptorPATH, Path: []string{"a"}},
	} {
		if _, err := raw.GetFlightInfo(t.Context(), descriptor); err == nil {
			t.Errorf("%s: want it refused", name)
		}
		if _, err := raw.GetSchema(t.Context(), descriptor); err == nil {
			t.Errorf("%s: want it refused as a schema", name)
		}
	}
	if got, err := asked(t.Context(), client, "select 42"); strings.Join(got, "") != "42" || err != nil {
		t.Errorf("want an answer afterwards, got %q, %v", got, err)
	}
}

// A compressed parameter says itself how large it is; the server does not believe it.
func TestParametersCannotTakeAllMemory(t *testing.T) {
	s := testSite(t, nil)
	client := s.client(t)
	prepared, err := client.Prepare(t.Context(), "select length(cast(? as varchar))")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = prepared.Close(t.Context()) }()
	schema := prepared.ParameterSchema()
	builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	builder.Field(0).(*array.StringBuilder).Append(strings.Repeat("a", mostAllocated+1))
	stream, err := client.Client.DoPut(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	writer := flight.NewRecordWriter(stream, ipc.WithSchema(schema), ipc.WithZstd())
	writer.SetFlightDescriptor(descriptorOf(t, &pb.CommandPreparedStatementQuery{PreparedStatementHandle: prepared.Handle()}))
	if err := writer.Write(builder.NewRecordBatch()); err != nil {
		t.Fatal(err)
	}
	_ = writer.Close()
	_ = stream.CloseSend()
	if _, err := stream.Recv(); status.Code(err) != codes.InvalidArgument {
		t.Errorf("want it refused, got %v", err)
	}
	if got, err := asked(t.Context(), client, "select 42"); strings.Join(got, "") != "42" || err != nil {
		t.Errorf("want an answer afterwards, got %q, %v", got, err)
	}
}

// A question ends when it is cancelled, when its client goes away, and at its limit of time.
func TestQuestionsEnd(t *testing.T) {
	s := testSite(t, func(o *Options) { o.Time = 3 * time.Second })
	client := s.client(t)
	begin := func(ctx context.Context) (*flight.FlightInfo, <-chan error) {
		info, err := client.Execute(ctx, endless)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			_, err := fetched(ctx, client, info)
			ended <- err
		}()
		waitFor(t, func() bool { return s.pool.Status().Running > 0 })
		return info, ended
	}
	info, ended := begin(t.Context())
	if result, err := client.CancelFlightInfo(t.Context(), &flight.CancelFlightInfoRequest{Info: info}); err != nil || result.GetStatus() != flight.CancelStatusCancelled {
		t.Errorf("want it cancelled, got %v, %v", result, err)
	}
	if err := <-ended; status.Code(err) != codes.Canceled {
		t.Errorf("want its answer ended, got %v", err)
	}
	if result, err := client.CancelFlightInfo(t.Context(), &flight.CancelFlightInfoRequest{Info: info}); err != nil || result.GetStatus() != flight.CancelStatusNotCancellable {
		t.Errorf("want nothing left to cancel, got %v, %v", result, err)
	}
	waitFor(t, func() bool { return s.pool.Status().Running == 0 })

	ctx, leave := context.WithCancel(t.Context())
	_, ended = begin(ctx)
	leave()
	<-ended
	waitFor(t, func() bool { return s.pool.Status().Running == 0 })

	_, ended = begin(t.Context())
	if err := <-ended; status.Code(err) != codes.DeadlineExceeded || !strings.Contains(err.Error(), "3s") {
		t.Errorf("want it stopped at the limit, got %v", err)
	}
	began := time.Now()
	if _, err := client.Execute(t.Context(), "select levenshtein(repeat('a', 100000), repeat('b', 100000))"); status.Code(err) != codes.DeadlineExceeded {
		t.Errorf("want a question that runs while it is prepared stopped, got %v after %s", err, time.Since(began))
	}
}

func waitFor(t *testing.T, until func() bool) {
	t.Helper()
	for late := time.Now().Add(2 * time.Minute); !until(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("waited for two minutes")
		}
	}
}

// With tokens nobody gets in without one: as Bearer, as the password of Basic, or by a handshake.
func TestW10Tokens(t *testing.T) {
	s := testSite(t, func(o *Options) {
		o.Allow = func(token string) (string, bool) { return "newsroom", token == "secret" }
	})
	client := s.client(t)
	for _, c := range []struct {
		name, header string
		want         codes.Code
	}{
		{"none", "", codes.Unauthenticated}, {"a wrong one", "Bearer wrong", codes.Unauthenticated}, {"the right one", "Bearer secret", codes.OK},
		{"in lower case", "bearer secret", codes.OK}, {"a wrong password", "Basic YTpi", codes.Unauthenticated}, {"as a password", "Basic bmV3c3Jvb206c2VjcmV0", codes.OK},
		{"garbage", "Basic !!!", codes.Unauthenticated}, {"another scheme", "Digest secret", codes.Unauthenticated},
	} {
		ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", c.header)
		if _, err := asked(ctx, client, "select 1"); status.Code(err) != c.want {
			t.Errorf("%s: want %s, got %v", c.name, c.want, err)
		}
	}
	ctx, err := client.Client.AuthenticateBasicToken(t.Context(), "anybody", "secret")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := asked(ctx, client, "select 42"); strings.Join(got, "") != "42" || err != nil {
		t.Errorf("after a handshake: got %q, %v", got, err)
	}
	if _, err := client.Client.AuthenticateBasicToken(t.Context(), "newsroom", "wrong"); status.Code(err) != codes.Unauthenticated {
		t.Errorf("a handshake with a wrong password: got %v", err)
	}
}

// Some clients shake hands even where anybody may ask.
func TestHandshakeWithoutTokens(t *testing.T) {
	client := testSite(t, nil).client(t)
	ctx, err := client.Client.AuthenticateBasicToken(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := asked(ctx, client, "select 42"); strings.Join(got, "") != "42" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

// W8, W11: another name than ours is refused; so is, by the client, a certificate of another.
func TestW8NamesAndW11TLS(t *testing.T) {
	pair, roots := certified(t)
	s := testSite(t, func(o *Options) {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	})
	trusting := func(name string) grpc.DialOption {
		return grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots, ServerName: name}))
	}
	if got, err := asked(t.Context(), s.client(t, trusting("127.0.0.1")), "select 42"); strings.Join(got, "") != "42" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := asked(t.Context(), s.client(t, trusting("elsewhere.example")), "select 42"); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a name that the certificate does not have: got %v", err)
	}
	if _, err := asked(t.Context(), s.client(t), "select 42"); err == nil {
		t.Error("without TLS: want an error")
	}
	plain := testSite(t, nil)
	named := plain.client(t, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithAuthority("elsewhere.example:80"))
	if _, err := asked(t.Context(), named, "select 42"); status.Code(err) != codes.PermissionDenied {
		t.Errorf("another name: got %v", err)
	}
}

// certified is a certificate of 127.0.0.1 and those who trust it.
func certified(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	body, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(body)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{body}, PrivateKey: key}, roots
}
