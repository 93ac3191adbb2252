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

// sortedZip buffers the parts of a workbook until Close and writes them sorted by name, without
// times. excelize produces streamed sheets in the random order of a map.
type sortedZip struct {
	out   io.Writer
	parts []zipPart
}

type zipPart struct {
	name    string
	content *bytes.Buffer
}

func newSortedZip(out io.Writer) excelize.ZipWriter { return &sortedZip{out: out} }

// Create starts a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	content := new(bytes.Buffer)
	z.parts = append(z.parts, zipPart{name, content})
	return content, nil
}

// AddFS implements an interface of excelize, which never calls it.
func (z *sortedZip) AddFS(fs.FS) error { return errors.New("zip: want parts one by one, got a folder") }

// Close writes the parts, [Content_Types].xml first, as readers expect.
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
