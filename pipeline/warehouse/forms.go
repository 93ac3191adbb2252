package warehouse

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	bindings "github.com/duckdb/duckdb-go-bindings"
)

// copier copies n values of a vector, from number from on.
type copier func(v bindings.Vector, from, n int) (arrow.ArrayData, error)

// formOf returns the form of a type in a record. It knows the types that castOf does not cast.
func formOf(logical bindings.LogicalType) (arrow.DataType, copier, error) {
	switch id := bindings.GetTypeId(logical); id {
	case bindings.TypeBoolean:
		return arrow.FixedWidthTypes.Boolean, copyBooleans, nil
	case bindings.TypeTinyInt:
		return arrow.PrimitiveTypes.Int64, copyWidened[int8], nil
	case bindings.TypeSmallInt:
		return arrow.PrimitiveTypes.Int64, copyWidened[int16], nil
	case bindings.TypeInteger:
		return arrow.PrimitiveTypes.Int64, copyWidened[int32], nil
	case bindings.TypeUTinyInt:
		return arrow.PrimitiveTypes.Int64, copyWidened[uint8], nil
	case bindings.TypeUSmallInt:
		return arrow.PrimitiveTypes.Int64, copyWidened[uint16], nil
	case bindings.TypeUInteger:
		return arrow.PrimitiveTypes.Int64, copyWidened[uint32], nil
	case bindings.TypeBigInt:
		return fixed[int64](arrow.PrimitiveTypes.Int64, nil)
	case bindings.TypeUBigInt:
		return fixed[uint64](arrow.PrimitiveTypes.Uint64, nil)
	case bindings.TypeHugeInt:
		return fixed(&arrow.Decimal128Type{Precision: 38}, wantDecimal)
	case bindings.TypeFloat:
		return fixed[float32](arrow.PrimitiveTypes.Float32, nil)
	case bindings.TypeDouble:
		return fixed[float64](arrow.PrimitiveTypes.Float64, nil)
	case bindings.TypeDecimal:
		return decimalForm(logical)
	case bindings.TypeDate:
		return fixed(arrow.FixedWidthTypes.Date32, wantDay)
	case bindings.TypeTimestamp:
		return fixed(&arrow.TimestampType{Unit: arrow.Microsecond}, wantTime) // JDBC cannot read a time with a zone
	case bindings.TypeTimestampTZ:
		return fixed(&arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, wantTime)
	case bindings.TypeTimestampNS:
		return fixed(&arrow.TimestampType{Unit: arrow.Nanosecond}, wantTime) // with a zone, DuckDB would truncate it when it reads it back
	case bindings.TypeVarchar:
		return arrow.BinaryTypes.String, copyTexts(arrow.BinaryTypes.String), nil
	case bindings.TypeBlob:
		return arrow.BinaryTypes.Binary, copyTexts(arrow.BinaryTypes.Binary), nil
	case bindings.TypeEnum:
		return enumForm(logical)
	case bindings.TypeSQLNull:
		return arrow.BinaryTypes.String, copyNulls, nil
	case bindings.TypeList, bindings.TypeArray:
		return listForm(logical, id)
	case bindings.TypeInvalid:
		return nil, nil, errors.New("its type depends on a parameter; write cast(? as date) or another type")
	default:
		return nil, nil, fmt.Errorf("no form for type %d; cast it to varchar", id)
	}
}

// slots returns n values of a vector, from number from on, as DuckDB has them in memory.
func slots[T any](v bindings.Vector, from, n int) []T {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(bindings.VectorGetData(v)), from+n)[from:]
}

// validity distinguishes the values of a vector from its nulls, as a record does: a bit for each, 1 for a value.
type validity struct {
	bits  []byte // nil if nothing is null
	nulls int
}

func validityOf(v bindings.Vector, from, n int) validity {
	mask := bindings.VectorGetValidity(v)
	if mask == nil || n == 0 {
		return validity{}
	}
	words := unsafe.Slice((*uint64)(mask), (from+n+63)/64)
	found := validity{bits: make([]byte, (n+63)/64*8), nulls: n}
	for i := 0; i < n; i += 64 {
		at := from + i
		word := words[at/64] >> (at % 64)
		if at%64 > 0 && at/64+1 < len(words) {
			word |= words[at/64+1] << (64 - at%64)
		}
		if n-i < 64 {
			word &= 1<<(n-i) - 1
		}
		found.nulls -= bits.OnesCount64(word)
		binary.LittleEndian.PutUint64(found.bits[i/8:], word)
	}
	if found.nulls == 0 {
		return validity{}
	}
	found.bits = found.bits[:(n+7)/8]
	return found
}

func (x validity) isNull(i int) bool { return x.bits != nil && x.bits[i/8]>>(i%8)&1 == 0 }

// data makes an array of values. buffers are those after the validity bits.
func (x validity) data(kind arrow.DataType, n int, buffers [][]byte, children ...arrow.ArrayData) arrow.ArrayData {
	all := []*memory.Buffer{nil}
	if x.bits != nil {
		all[0] = memory.NewBufferBytes(x.bits)
	}
	for _, bytes := range buffers {
		all = append(all, memory.NewBufferBytes(bytes))
	}
	return array.NewData(kind, n, all, children, x.nulls, 0)
}

func bytesOf[T any](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(values[0])))
}

// fixed is a form in which a value has the same bytes as in DuckDB. want returns an error for a value that cannot be
// represented; it is nil if every value can.
func fixed[T any](kind arrow.DataType, want func(T) error) (arrow.DataType, copier, error) {
	return kind, func(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
		known := validityOf(v, from, n)
		values := append(make([]T, 0, n), slots[T](v, from, n)...)
		for i := range values {
			if known.isNull(i) {
				clear(values[i : i+1]) // DuckDB leaves arbitrary bytes there
			} else if want != nil {
				if err := want(values[i]); err != nil {
					return nil, err
				}
			}
		}
		return known.data(kind, n, [][]byte{bytesOf(values)}), nil
	}, nil
}

// errInfinite refuses the days and times that DuckDB writes as infinity and -infinity, and stores as the extreme
// numbers.
var errInfinite = errors.New("want a day or time of some year, got infinity; cast it to varchar")

func wantDay(days int32) error {
	if days == math.MaxInt32 || days == -math.MaxInt32 {
		return errInfinite
	}
	return nil
}

func wantTime(units int64) error {
	if units == math.MaxInt64 || units == -math.MaxInt64 {
		return errInfinite
	}
	return nil
}

// hugeint is a whole number of 128 bits, with its halves in the order of DuckDB and Arrow.
type hugeint struct {
	low  uint64
	high int64
}

// beyondDecimal is the smallest whole number that does not fit a decimal of a record. It has 39 digits, as the
// largest values of HUGEINT do.
var beyondDecimal = new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)

func wantDecimal(n hugeint) error {
	if n.high > -1<<32 && n.high < 1<<32 {
		return nil
	}
	number := decimal128.New(n.high, n.low).BigInt()
	if number.CmpAbs(beyondDecimal) >= 0 {
		return fmt.Errorf("want a number of at most 38 digits, got %s; cast it to varchar", number)
	}
	return nil
}

func decimalForm(logical bindings.LogicalType) (arrow.DataType, copier, error) {
	kind := &arrow.Decimal128Type{Precision: int32(bindings.DecimalWidth(logical)), Scale: int32(bindings.DecimalScale(logical))}
	switch id := bindings.DecimalInternalType(logical); id {
	case bindings.TypeSmallInt:
		return kind, copyDecimals[int16](kind), nil
	case bindings.TypeInteger:
		return kind, copyDecimals[int32](kind), nil
	case bindings.TypeBigInt:
		return kind, copyDecimals[int64](kind), nil
	case bindings.TypeHugeInt:
		return fixed[hugeint](kind, nil)
	default:
		return nil, nil, fmt.Errorf("no form for a decimal of type %d; cast it to varchar", id)
	}
}

func copyDecimals[T int16 | int32 | int64](kind arrow.DataType) copier {
	return func(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
		known := validityOf(v, from, n)
		values := make([]hugeint, n)
		for i, value := range slots[T](v, from, n) {
			if !known.isNull(i) {
				values[i] = hugeint{low: uint64(int64(value)), high: int64(value) >> 63}
			}
		}
		return known.data(kind, n, [][]byte{bytesOf(values)}), nil
	}
}

func copyWidened[T int8 | int16 | int32 | uint8 | uint16 | uint32](v bindings.Vector, from, n int) (arrow.ArrayData, error) {
	known := validityOf(v, from, n)
	values := make([]int64, n)
	for i, value := range slots[T](v, from, n) {
		if !known.isNull(i) {
			values[i] = int64(value)
		}
	}
	return known.data(arrow.PrimitiveTypes.Int64, n, [][]byte{bytesOf(values)}), nil
}

func copyBooleans(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
	known := validityOf(v, from, n)
	values := make([]byte, (n+7)/8)
	for i, value := range slots[uint8](v, from, n) {
		if value != 0 && !known.isNull(i) {
			values[i/8] |= 1 << (i % 8)
		}
	}
	return known.data(arrow.FixedWidthTypes.Boolean, n, [][]byte{values}), nil
}

func copyNulls(_ bindings.Vector, _, n int) (arrow.ArrayData, error) {
	none := validity{bits: make([]byte, (n+7)/8), nulls: n}
	return none.data(arrow.BinaryTypes.String, n, [][]byte{bytesOf(make([]int32, n+1)), nil}), nil
}

// text is a string in DuckDB's layout: up to twelve bytes inline, longer ones behind a pointer.
type text struct {
	length uint32
	prefix [4]byte
	rest   unsafe.Pointer
}

func (s *text) bytes() []byte {
	if s.length <= 12 {
		return unsafe.Slice(&s.prefix[0], s.length)
	}
	return unsafe.Slice((*byte)(s.rest), s.length)
}

// errTooLong refuses texts that do not fit one record, whose offsets are less than 2^31.
var errTooLong = errors.New("want at most 2 GB of text in 2,048 rows; ask for fewer columns or rows")

func copyTexts(kind arrow.DataType) copier {
	return func(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
		known := validityOf(v, from, n)
		texts := slots[text](v, from, n)
		offsets := make([]int32, n+1)
		total := 0
		for i := range texts {
			if !known.isNull(i) {
				total += int(texts[i].length)
			}
			if total > math.MaxInt32 {
				return nil, errTooLong
			}
			offsets[i+1] = int32(total)
		}
		joined := make([]byte, 0, total)
		for i := range texts {
			if offsets[i] < offsets[i+1] {
				joined = append(joined, texts[i].bytes()...)
			}
		}
		return known.data(kind, n, [][]byte{bytesOf(offsets), joined}), nil
	}
}
