package flight

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/breachstats/breachstats/torture/must"
)

// stream is an Arrow IPC stream that is there already.
type stream struct{ *bytes.Reader }

func (s stream) Take(n int) ([]byte, error) {
	body := make([]byte, min(n, s.Len()))
	_, err := io.ReadFull(s, body)
	if err == nil && len(body) < n {
		err = io.ErrUnexpectedEOF
	}
	return body, err
}

// sent is what a client receives of a stream.
type sent struct {
	messages [][]byte
	next     int
}

func (s *sent) Recv() (*flight.FlightData, error) {
	if s.next == len(s.messages) {
		return nil, io.EOF
	}
	s.next++
	data := &flight.FlightData{}
	return data, proto.Unmarshal(s.messages[s.next-1], data)
}

// sample is a stream with a dictionary, two records of rows, and one without.
func sample(t *testing.T) (stream []byte, records []arrow.RecordBatch) {
	t.Helper()
	kind := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{{Name: "state", Type: kind, Nullable: true}, {Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	var out bytes.Buffer
	writer := ipc.NewWriter(&out, ipc.WithSchema(schema))
	for _, states := range [][]string{{"TX", "CA", "TX"}, {"TX", "CA", "CA"}, {}} {
		builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		if err := builder.Field(0).(*array.BinaryDictionaryBuilder).AppendString("TX"); err != nil {
			t.Fatal(err)
		}
		builder.Field(1).(*array.Int64Builder).Append(-1)
		for i, state := range states {
			if err := builder.Field(0).(*array.BinaryDictionaryBuilder).AppendString(state); err != nil {
				t.Fatal(err)
			}
			builder.Field(1).(*array.Int64Builder).Append(int64(i))
		}
		record := builder.NewRecordBatch()
		if len(states) == 0 {
			record = record.NewSlice(0, 0)
		}
		if err := writer.Write(record); err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), records
}

// What a client receives has the schema, the dictionary and the records that the worker wrote.
func TestMessagesArePassedOn(t *testing.T) {
	written, want := sample(t)
	from, codec, received := stream{bytes.NewReader(written)}, newPassing(), &sent{}
	var err error
	for next := (message{}); ; {
		if next, err = nextMessage(from); err != nil {
			break
		}
		encoded, err := codec.Marshal(&next)
		if err != nil {
			t.Fatal(err)
		}
		received.messages = append(received.messages, encoded.Materialize())
	}
	if !errors.Is(err, io.EOF) || from.Len() != 0 {
		t.Fatalf("want the end of the stream, got %v with %d bytes left", err, from.Len())
	}
	reader, err := flight.NewRecordReader(received)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Release()
	for i, record := range want {
		if !reader.Next() || !array.RecordEqual(reader.RecordBatch(), record) {
			t.Errorf("record %d: want\n%v, got\n%v, %v", i, record, reader.RecordBatch(), reader.Err())
		}
	}
	if reader.Next() || reader.Err() != nil {
		t.Errorf("want no more, got %v", reader.Err())
	}
}

// A stream that ends early, or is none, is an error and no shorter answer.
func TestStreamsThatAreNone(t *testing.T) {
	written, _ := sample(t)
	for cut := range written[:len(written)-8] {
		from := stream{bytes.NewReader(written[:cut])}
		var err error
		for err == nil {
			_, err = nextMessage(from)
		}
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut after %d bytes: got %v", cut, err)
		}
	}
	for name, garbage := range map[string]string{
		"no marker": "12345678", "a negative length": "\xff\xff\xff\xff\xff\xff\xff\xff", "a short header": "\xff\xff\xff\xff\x01\x00\x00\x00\x01",
		"a header beyond itself": "\xff\xff\xff\xff\x08\x00\x00\x00\xff\xff\xff\x7f\x00\x00\x00\x00",
	} {
		if _, err := nextMessage(stream{bytes.NewReader([]byte(garbage))}); !errors.Is(err, errMalformed) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A question that fails after its first rows ends with its error, not as a short answer.
func TestLateErrors(t *testing.T) {
	client := testSite(t, nil).client(t)
	info, err := client.Execute(t.Context(), "select repeat('x', 1000) as x, case when i = 150000 then error('too late') else i end as i from range(200000) t(i)")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := client.DoGet(t.Context(), info.GetEndpoint()[0].GetTicket())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Release()
	rows := int64(0)
	for reader.Next() {
		rows += reader.RecordBatch().NumRows()
	}
	if rows == 0 || rows > 150000 || status.Code(reader.Err()) != codes.InvalidArgument {
		t.Errorf("want some rows and the error, got %d rows, %v", rows, reader.Err())
	}
}

// The memory of what was sent is used again: no client gets rows of another.
func TestLargeAnswersAtOnce(t *testing.T) {
	site := testSite(t, nil)
	var clients errgroup.Group
	for letter := 'a'; letter < 'd'; letter++ {
		client := site.client(t)
		clients.Go(func() error {
			info, err := client.Execute(t.Context(), fmt.Sprintf("select repeat('%c', 1000) as x from range(30000)", letter))
			if err != nil {
				return err
			}
			reader, err := client.DoGet(t.Context(), info.GetEndpoint()[0].GetTicket())
			if err != nil {
				return err
			}
			defer reader.Release()
			want, rows := strings.Repeat(string(letter), 1000), 0
			for reader.Next() {
				texts := reader.RecordBatch().Column(0).(*array.String)
				for i := range texts.Len() {
					if rows++; texts.Value(i) != want {
						return fmt.Errorf("row %d: want 1000 times %c, got %.20s…", rows, letter, texts.Value(i))
					}
				}
			}
			if rows != 30000 || reader.Err() != nil {
				return fmt.Errorf("want 30,000 rows of %c, got %d, %w", letter, rows, reader.Err())
			}
			return nil
		})
	}
	must.Do(t, clients.Wait())
}
