package flight

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/memory"
	flatbuffers "github.com/google/flatbuffers/go"
	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/proto" // registers the codec that passing has for all other messages
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// message is one message of an Arrow IPC stream: a schema, a dictionary or a record. It is sent as it is; its
// rows are never decoded here.
type message struct{ header, body []byte }

// The framing of an Arrow IPC stream: a continuation marker and the length of the header, four bytes each, the
// header, the body. A length of 0 ends the stream. https://arrow.apache.org/docs/format/Columnar.html
const (
	framing      = 8
	continuation = 0xFFFFFFFF
	// bodyLength is where a header, a FlatBuffers table Message, has the place of the body's length. It is the
	// fourth field in Message.fbs, and the places of fields begin at 4, two bytes each.
	bodyLength = 4 + 2*3
)

// errMalformed is of a stream that no worker should write.
var errMalformed = errors.New("a worker sent what is no Arrow IPC stream")

// taker is an Arrow IPC stream, as a serve.Answer has it.
type taker interface {
	Take(n int) ([]byte, error)
}

// nextMessage takes the next message of an answer. The error is io.EOF at the end of the stream.
func nextMessage(from taker) (m message, err error) {
	defer func() {
		if recover() != nil { // a header that points beyond itself
			m, err = message{}, errMalformed
		}
	}()
	start, err := from.Take(framing)
	if err != nil {
		return message{}, within(err)
	}
	size := binary.LittleEndian.Uint32(start[4:])
	switch {
	case binary.LittleEndian.Uint32(start) != continuation || size > math.MaxInt32:
		return message{}, errMalformed
	case size == 0:
		return message{}, io.EOF
	}
	if m.header, err = from.Take(int(size)); err != nil {
		return message{}, within(err)
	}
	table := flatbuffers.Table{Bytes: m.header, Pos: flatbuffers.GetUOffsetT(m.header)}
	var length int64
	if at := table.Offset(bodyLength); at != 0 {
		length = table.GetInt64(table.Pos + flatbuffers.UOffsetT(at))
	}
	if length < 0 || length > math.MaxInt32 { // gRPC has no larger messages
		return message{}, errMalformed
	}
	if length > 0 {
		m.body, err = from.Take(int(length))
	}
	return m, within(err)
}

// within is an error in a stream that has not ended yet.
func within(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// schema is what a message of a schema says.
func (m message) schema() (*arrow.Schema, error) {
	stream := binary.LittleEndian.AppendUint32(nil, continuation)
	stream = binary.LittleEndian.AppendUint32(stream, uint32(len(m.header)))
	schema, err := flight.DeserializeSchema(append(stream, m.header...), memory.DefaultAllocator)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	return schema, nil
}

// The fields of FlightData in Flight.proto.
const (
	fieldHeader = 2
	fieldBody   = 1000
)

// bodyPool takes back the bodies of messages that gRPC has sent.
type bodyPool struct{}

// Get is there only because mem.BufferPool has it.
func (bodyPool) Get(size int) *[]byte {
	body := make([]byte, size)
	return &body
}

// Put takes a body that nobody reads any more.
func (bodyPool) Put(body *[]byte) { serve.Reuse(*body) }

// passing is the codec of Protocol Buffers that sends a *message as FlightData, its body without a copy.
type passing struct{ encoding.CodecV2 }

func newPassing() passing { return passing{encoding.GetCodecV2("proto")} }

// Marshal encodes one message of gRPC.
func (p passing) Marshal(value any) (mem.BufferSlice, error) {
	m, isMessage := value.(*message)
	if !isMessage {
		return p.CodecV2.Marshal(value)
	}
	start := make([]byte, 0, len(m.header)+32)
	start = protowire.AppendTag(start, fieldHeader, protowire.BytesType)
	start = protowire.AppendBytes(start, m.header)
	if len(m.body) == 0 {
		return mem.BufferSlice{mem.SliceBuffer(start)}, nil
	}
	start = protowire.AppendTag(start, fieldBody, protowire.BytesType)
	start = protowire.AppendVarint(start, uint64(len(m.body)))
	body := m.body // m is the next message by the time that this one is sent
	return mem.BufferSlice{mem.SliceBuffer(start), mem.NewBuffer(&body, bodyPool{})}, nil
}
