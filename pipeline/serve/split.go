package serve

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/util"
)

// mostRecord is the most bytes in a record of an answer, unless one row has more: the front sends each record as one
// message, and clients refuse messages larger than 16 MB.
const mostRecord = 2 << 20

// split halves a record until each part is small enough. The caller must release the parts.
func split(record arrow.RecordBatch) []arrow.RecordBatch {
	record.Retain()
	if record.NumRows() < 2 || sizeOf(record) <= mostRecord {
		return []arrow.RecordBatch{record}
	}
	defer record.Release()
	half := record.NumRows() / 2
	var parts []arrow.RecordBatch
	for _, of := range [][2]int64{{0, half}, {half, record.NumRows()}} {
		slice := record.NewSlice(of[0], of[1])
		parts = append(parts, split(slice)...)
		slice.Release()
	}
	return parts
}

func sizeOf(record arrow.RecordBatch) (size int64) {
	for _, column := range record.Columns() {
		size += bytesOf(column)
	}
	return size
}

// bytesOf estimates the bytes of the values of an array; of a slice, only its own values count.
func bytesOf(of arrow.Array) int64 {
	rows := int64(of.Len())
	if rows == 0 {
		return 0
	}
	switch of := of.(type) {
	case *array.String:
		return int64(len(of.ValueBytes())) + 4*rows
	case *array.Binary:
		return int64(len(of.ValueBytes())) + 4*rows
	case *array.List:
		from, _ := of.ValueOffsets(0)
		_, to := of.ValueOffsets(of.Len() - 1)
		values := array.NewSlice(of.ListValues(), from, to)
		defer values.Release()
		return bytesOf(values) + 4*rows
	}
	if fixed, isFixed := of.DataType().(arrow.FixedWidthDataType); isFixed {
		return rows * int64(fixed.BitWidth()+8) / 8
	}
	return util.TotalArraySize(of)
}
