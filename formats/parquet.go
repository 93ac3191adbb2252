package formats

import (
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// parquetWriter writes one Parquet file, Snappy compressed, that DuckDB, Spark, pandas and R
// read with the types of the query.
type parquetWriter struct{ file *pqarrow.FileWriter }

func newParquet(out io.Writer, schema *arrow.Schema) (*parquetWriter, error) {
	properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy))
	// The file writer closes what it is given; the output under it stays the caller's.
	file, err := pqarrow.NewFileWriter(schema, keepOpen{out}, properties, pqarrow.DefaultWriterProps())
	return &parquetWriter{file: file}, err
}

func (w *parquetWriter) Write(rows arrow.RecordBatch) error { return w.file.WriteBuffered(rows) }

func (w *parquetWriter) Close() error { return w.file.Close() }

type keepOpen struct{ io.Writer }
