package formats

import (
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// parquetWriter writes one Parquet file, compressed with zstd. DuckDB, Spark, pandas and R read it
// with the types of the query. Arrow metadata is kept: the schema's as key-value metadata of the
// file, and all of it in the Arrow schema inside the file.
type parquetWriter struct{ file *pqarrow.FileWriter }

// mostDictionary is the largest size of a column's dictionary in bytes; no column of a row group is
// that large. If a column outgrew its dictionary it would have two encodings, which the library
// lists in random order, so the bytes would differ from run to run.
const mostDictionary = 1 << 30

func newParquet(out io.Writer, schema *arrow.Schema) (*parquetWriter, error) {
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithDictionaryPageSizeLimit(mostDictionary))
	// The file writer closes its output, but here the output belongs to the caller.
	file, err := pqarrow.NewFileWriter(schema, keepOpen{out}, properties, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	return &parquetWriter{file: file}, err
}

func (w *parquetWriter) Write(rows arrow.RecordBatch) error { return w.file.WriteBuffered(rows) }

func (w *parquetWriter) Close() error { return w.file.Close() }

type keepOpen struct{ io.Writer }
