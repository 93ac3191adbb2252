package warehouse

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	bindings "github.com/duckdb/duckdb-go-bindings"
)

func enumForm(logical bindings.LogicalType) (arrow.DataType, copier, error) {
	words := make([]string, bindings.EnumDictionarySize(logical))
	for i := range words {
		words[i] = bindings.EnumDictionaryValue(logical, bindings.IdxT(i))
	}
	switch id := bindings.EnumInternalType(logical); id {
	case bindings.TypeUTinyInt:
		return arrow.BinaryTypes.String, copyWords[uint8](words), nil
	case bindings.TypeUSmallInt:
		return arrow.BinaryTypes.String, copyWords[uint16](words), nil
	case bindings.TypeUInteger:
		return arrow.BinaryTypes.String, copyWords[uint32](words), nil
	default:
		return nil, nil, fmt.Errorf("no form for an enum of type %d; cast it to varchar", id)
	}
}

func copyWords[T uint8 | uint16 | uint32](words []string) copier {
	return func(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
		known := validityOf(v, from, n)
		offsets := make([]int32, n+1)
		var joined []byte
		for i, value := range slots[T](v, from, n) {
			if !known.isNull(i) {
				joined = append(joined, words[value]...)
			}
			if len(joined) > math.MaxInt32 {
				return nil, errTooLong
			}
			offsets[i+1] = int32(len(joined))
		}
		return known.data(arrow.BinaryTypes.String, n, [][]byte{bytesOf(offsets), joined}), nil
	}
}

// listForm returns the form of a list, or of an array of fixed length, which becomes a list.
func listForm(logical bindings.LogicalType, id bindings.Type) (arrow.DataType, copier, error) {
	var child bindings.LogicalType
	length := 0
	if id == bindings.TypeArray {
		child, length = bindings.ArrayTypeChildType(logical), int(bindings.ArrayTypeArraySize(logical))
	} else {
		child = bindings.ListTypeChildType(logical)
	}
	element, copied, err := formOf(child)
	bindings.DestroyLogicalType(&child)
	if err != nil {
		return nil, nil, err
	}
	kind := arrow.ListOf(element)
	if id == bindings.TypeArray {
		return kind, copyArrays(kind, length, copied), nil
	}
	return kind, copyLists(kind, copied), nil
}

// entry is the position of a list among the values of its vector.
type entry struct{ first, length uint64 }

func copyLists(kind *arrow.ListType, copied copier) copier {
	return func(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
		known := validityOf(v, from, n)
		lists := make([]entry, 0, n)
		for i, list := range slots[entry](v, from, n) {
			if known.isNull(i) {
				list = entry{}
			}
			lists = append(lists, list)
		}
		return listData(kind, known, lists, bindings.ListVectorGetChild(v), copied)
	}
}

func copyArrays(kind *arrow.ListType, length int, copied copier) copier {
	return func(v bindings.Vector, from, n int) (arrow.ArrayData, error) {
		known := validityOf(v, from, n)
		lists := make([]entry, n)
		for i := range lists {
			if !known.isNull(i) {
				lists[i] = entry{first: uint64((from + i) * length), length: uint64(length)}
			}
		}
		return listData(kind, known, lists, bindings.ArrayVectorGetChild(v), copied)
	}
}

// listData copies the values of lists, one after the other. Lists that are contiguous in DuckDB, as those of a scan
// are, are copied in one piece.
func listData(kind *arrow.ListType, known validity, lists []entry, child bindings.Vector, copied copier) (arrow.ArrayData, error) {
	offsets := make([]int32, len(lists)+1)
	var pieces []entry
	total := uint64(0)
	for i, list := range lists {
		total += list.length
		if total > math.MaxInt32 {
			return nil, errTooLong
		}
		offsets[i+1] = int32(total)
		if list.length == 0 {
			continue
		}
		if last := len(pieces) - 1; last >= 0 && pieces[last].first+pieces[last].length == list.first {
			pieces[last].length += list.length
		} else {
			pieces = append(pieces, list)
		}
	}
	values, err := copyPieces(pieces, child, copied)
	if err != nil {
		return nil, err
	}
	return known.data(kind, len(lists), [][]byte{bytesOf(offsets)}, values), nil
}

func copyPieces(pieces []entry, child bindings.Vector, copied copier) (arrow.ArrayData, error) {
	if len(pieces) == 0 {
		return copied(child, 0, 0)
	}
	arrays := make([]arrow.Array, len(pieces))
	for i, piece := range pieces {
		data, err := copied(child, int(piece.first), int(piece.length))
		if err != nil {
			return nil, err
		}
		if len(pieces) == 1 {
			return data, nil
		}
		arrays[i] = array.MakeFromData(data)
	}
	joined, err := array.Concatenate(arrays, memory.DefaultAllocator)
	if err != nil {
		return nil, err
	}
	return joined.Data(), nil
}
