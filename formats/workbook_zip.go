package formats

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"
)

// sortedZip holds the parts of a workbook back until Close and writes them by name, without times:
// excelize gives streamed sheets in the order of a map, which differs from run to run.
type sortedZip struct {
	out   io.Writer
	parts []zipPart
}

type zipPart struct {
	name    string
	content *bytes.Buffer
}

func newSortedZip(out io.Writer) excelize.ZipWriter { return &sortedZip{out: out} }

// Create begins a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	content := new(bytes.Buffer)
	z.parts = append(z.parts, zipPart{name, content})
	return content, nil
}

// AddFS is what excelize asks for and never calls.
func (z *sortedZip) AddFS(fs.FS) error { return errors.New("zip: want parts one by one, got a folder") }

// Close writes the parts: [Content_Types].xml before all, as readers expect it.
func (z *sortedZip) Close() error {
	slices.SortFunc(z.parts, func(a, b zipPart) int { return cmp.Compare(a.name, b.name) })
	packed := zip.NewWriter(z.out)
	for _, part := range z.parts {
		to, err := packed.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := to.Write(part.content.Bytes()); err != nil {
			return err
		}
	}
	return packed.Close()
}
