package flight

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// forms are the Arrow types of the kinds of parameters. That of a time is milliseconds, since JDBC's
// driver writes these whatever the unit; other clients send times in a unit of their own.
var forms = map[string]arrow.DataType{
	"boolean": arrow.FixedWidthTypes.Boolean, "bigint": arrow.PrimitiveTypes.Int64, "double": arrow.PrimitiveTypes.Float64,
	"varchar": arrow.BinaryTypes.String, "date": arrow.FixedWidthTypes.Date32, "timestamp": &arrow.TimestampType{Unit: arrow.Millisecond},
}

// CreatePreparedStatement answers a handle, the columns, and the types of the parameters as DuckDB
// finds them.
func (s *answers) CreatePreparedStatement(ctx context.Context, of flightsql.ActionCreatePreparedStatementRequest) (made flightsql.ActionCreatePreparedStatementResult, err error) {
	h, schema, err := s.prepared(ctx, of.GetQuery())
	if err != nil {
		return made, err
	}
	if made.Handle, err = s.seal.close(h); err != nil {
		return made, err
	}
	made.DatasetSchema = schema
	fields := make([]arrow.Field, len(h.Parameters))
	for i, kind := range h.Parameters {
		fields[i] = arrow.Field{Name: "parameter_" + strconv.Itoa(i+1), Type: forms[kind], Nullable: true}
	}
	if len(fields) > 0 {
		made.ParameterSchema = arrow.NewSchema(fields, nil)
	}
	return made, nil
}

// ClosePreparedStatement has nothing to close: the handle is all there is.
func (s *answers) ClosePreparedStatement(_ context.Context, of flightsql.ActionClosePreparedStatementRequest) error {
	_, err := s.seal.open(of.GetPreparedStatementHandle())
	return err
}

// GetFlightInfoPreparedStatement says where the answer to a prepared statement is.
func (s *answers) GetFlightInfoPreparedStatement(ctx context.Context, of flightsql.PreparedStatementQuery, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	h, err := s.seal.open(of.GetPreparedStatementHandle())
	if err != nil {
		return nil, err
	}
	asksFor(ctx, h.SQL)
	return s.ready(h, asked)
}

// GetSchemaPreparedStatement answers the columns of a prepared statement.
func (s *answers) GetSchemaPreparedStatement(_ context.Context, of flightsql.PreparedStatementQuery, _ *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	h, err := s.seal.open(of.GetPreparedStatementHandle())
	return &flight.SchemaResult{Schema: h.Schema}, err
}

// DoPutPreparedStatementQuery takes the values of the parameters and answers the handle that has them.
func (s *answers) DoPutPreparedStatementQuery(ctx context.Context, of flightsql.PreparedStatementQuery, values flight.MessageReader, _ flight.MetadataWriter) ([]byte, error) {
	h, err := s.seal.open(of.GetPreparedStatementHandle())
	if err != nil {
		return nil, err
	}
	asksFor(ctx, h.SQL)
	h.Arguments = nil
	for values.Next() {
		row := values.RecordBatch()
		if row.NumRows() == 0 {
			continue
		}
		if row.NumRows() > 1 || h.Arguments != nil {
			return nil, status.Error(codes.InvalidArgument, "want one row of parameters, got several; ask once for each")
		}
		if int(row.NumCols()) != len(h.Parameters) {
			return nil, status.Errorf(codes.InvalidArgument, "want %d parameters, got %d", len(h.Parameters), row.NumCols())
		}
		for i, column := range row.Columns() {
			argument, err := argumentOf(column, 0)
			if err != nil {
				return nil, status.Errorf(codes.InvalidArgument, "parameter %d: %v", i+1, err)
			}
			h.Arguments = append(h.Arguments, argument)
		}
	}
	if err := values.Err(); err != nil {
		return nil, status.Error(codes.InvalidArgument, "the parameters cannot be read")
	}
	return s.seal.close(h)
}

const timeLayout = "2006-01-02 15:04:05.999999999"

// argumentOf is a value of an array as a worker takes it.
func argumentOf(of arrow.Array, i int) (serve.Argument, error) {
	if of.IsNull(i) || of.DataType().ID() == arrow.NULL {
		return serve.Argument{Kind: "null"}, nil
	}
	switch of := of.(type) {
	case *array.Boolean:
		return serve.Argument{Kind: "boolean", Text: strconv.FormatBool(of.Value(i))}, nil
	case *array.Int8, *array.Int16, *array.Int32, *array.Int64, *array.Uint8, *array.Uint16, *array.Uint32, *array.Uint64:
		return serve.Argument{Kind: "bigint", Text: of.ValueStr(i)}, nil
	case *array.Float16, *array.Float32, *array.Float64, *array.Decimal32, *array.Decimal64, *array.Decimal128, *array.Decimal256:
		return serve.Argument{Kind: "double", Text: of.ValueStr(i)}, nil
	case *array.String:
		return serve.Argument{Kind: "varchar", Text: of.Value(i)}, nil
	case *array.LargeString:
		return serve.Argument{Kind: "varchar", Text: of.Value(i)}, nil
	case *array.StringView:
		return serve.Argument{Kind: "varchar", Text: of.Value(i)}, nil
	case *array.Date32:
		return serve.Argument{Kind: "date", Text: of.Value(i).ToTime().Format(time.DateOnly)}, nil
	case *array.Date64:
		return serve.Argument{Kind: "date", Text: of.Value(i).ToTime().Format(time.DateOnly)}, nil
	case *array.Timestamp:
		kind := of.DataType().(*arrow.TimestampType)
		return serve.Argument{Kind: "timestamp", Text: of.Value(i).ToTime(kind.Unit).UTC().Format(timeLayout)}, nil
	case *array.Dictionary:
		return argumentOf(of.Dictionary(), of.GetValueIndex(i))
	case array.Union:
		child, at := of.ChildID(i), i
		if dense, isDense := of.(*array.DenseUnion); isDense {
			at = int(dense.ValueOffset(i))
		}
		return argumentOf(of.Field(child), at)
	}
	return serve.Argument{}, fmt.Errorf("want a boolean, a number, a text, a day or a time, got %s", of.DataType())
}

var errReadOnly = status.Error(codes.PermissionDenied, "nothing here can be changed")

// DoPutCommandStatementUpdate refuses a write.
func (s *answers) DoPutCommandStatementUpdate(ctx context.Context, of flightsql.StatementUpdate) (int64, error) {
	asksFor(ctx, of.GetQuery())
	return 0, errReadOnly
}

// DoPutPreparedStatementUpdate refuses a write.
func (s *answers) DoPutPreparedStatementUpdate(context.Context, flightsql.PreparedStatementUpdate, flight.MessageReader) (int64, error) {
	return 0, errReadOnly
}

// DoPutCommandStatementIngest refuses a write.
func (s *answers) DoPutCommandStatementIngest(context.Context, flightsql.StatementIngest, flight.MessageReader) (int64, error) {
	return 0, errReadOnly
}

// BeginTransaction refuses: there is nothing to commit.
func (s *answers) BeginTransaction(context.Context, flightsql.ActionBeginTransactionRequest) ([]byte, error) {
	return nil, status.Error(codes.Unimplemented, "there are no transactions: nothing here can be changed")
}

// SetSessionOptions refuses each option: a server that keeps nothing of a client has none.
func (s *answers) SetSessionOptions(_ context.Context, of *flight.SetSessionOptionsRequest) (*flight.SetSessionOptionsResult, error) {
	result := &flight.SetSessionOptionsResult{Errors: map[string]*flight.SetSessionOptionsResultError{}}
	for name := range of.GetSessionOptions() {
		result.Errors[name] = &flight.SetSessionOptionsResultError{Value: flight.SetSessionOptionsResultErrorInvalidName}
	}
	return result, nil
}

// GetSessionOptions answers that there are none.
func (s *answers) GetSessionOptions(context.Context, *flight.GetSessionOptionsRequest) (*flight.GetSessionOptionsResult, error) {
	return &flight.GetSessionOptionsResult{}, nil
}

// CloseSession has nothing to close.
func (s *answers) CloseSession(context.Context, *flight.CloseSessionRequest) (*flight.CloseSessionResult, error) {
	return &flight.CloseSessionResult{Status: flight.CloseSessionResultClosed}, nil
}
