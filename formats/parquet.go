package formats

import (
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// parquetWriter writes one Parquet file, compressed by zstd, that DuckDB, Spark, pandas and R
// read with the types of the query. What the schema and its fields say of themselves (arrow
// metadata) is kept: the schema's as key and value of the file, all of it in the Arrow schema
// that the file holds.
type parquetWriter struct{ file *pqarrow.FileWriter }

// mostDictionary is the size in bytes up to which the different values of a column stand in a
// dictionary: above any text of a row group. A column that outgrows its dictionary has two
// encodings, and the library lists those of a column in no certain order: not the same bytes twice.
const mostDictionary = 1 << 30

func newParquet(out io.Writer, schema *arrow.Schema) (*parquetWriter, error) {
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithDictionaryPageSizeLimit(mostDictionary))
	// The file writer closes what it is given; the output under it stays the caller's.
	file, err := pqarrow.NewFileWriter(schema, keepOpen{out}, properties, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	return &parquetWriter{file: file}, err
}

func (w *parquetWriter) Write(rows arrow.RecordBatch) error { return w.file.WriteBuffered(rows) }

func (w *parquetWriter) Close() error { return w.file.Close() }

type keepOpen struct{ io.Writer }
