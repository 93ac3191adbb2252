package web

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// Clients read Parquet in parts: first the end, which says where the columns are, then some columns. So an answer in
// Parquet is written completely before its first byte is sent, and kept for the requests that follow.

// Limits of what is kept.
const (
	mostKept      = 16
	mostKeptBytes = 1 << 30
)

// parquetFile is an answer in an unlinked file, which disappears with its last reader.
type parquetFile struct {
	key    string
	file   *os.File
	size   int64
	tag    string // derived from its bytes, so that a client cannot combine parts of different answers
	ending serve.Ending
	from   string // generation of the database
}

// parquetFiles holds the answers that were asked for last, newest last.
type parquetFiles struct {
	mutex sync.Mutex
	kept  []*parquetFile
}

func (p *parquetFiles) find(key string) *parquetFile {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	i := slices.IndexFunc(p.kept, func(f *parquetFile) bool { return f.key == key })
	if i < 0 {
		return nil
	}
	found := p.kept[i]
	p.kept = append(slices.Delete(p.kept, i, i+1), found)
	return found
}

// keep keeps a file. A file that it drops may still be read: the runtime closes it when nothing refers to it any more.
func (p *parquetFiles) keep(made *parquetFile) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.kept = append(p.kept, made)
	var bytes int64
	for i := len(p.kept) - 1; i >= 0; i-- {
		bytes += p.kept[i].size
		if len(p.kept)-i > mostKept || bytes > mostKeptBytes {
			p.kept = slices.Delete(p.kept, 0, i+1)
			return
		}
	}
}

// parquet answers a question in Parquet, whole or with the requested range.
func (s *site) parquet(w http.ResponseWriter, r *http.Request, q serve.Question, next string) {
	asked, err := json.Marshal(q)
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	key := s.Pool.Generation() + string(asked)
	found := s.parquets.find(key)
	if found == nil {
		if found, err = s.makeParquet(r.Context(), clientOf(r), q); err != nil {
			s.refuse(w, r, err)
			return
		}
		found.key = found.from + string(asked)
		s.parquets.keep(found)
	}
	header := w.Header()
	header.Set("Content-Type", "application/vnd.apache.parquet")
	header.Set("ETag", found.tag)
	header.Set("Cache-Control", "no-cache") // clients revalidate by the ETag
	header.Set("Vary", "Accept")
	header.Set(headerGeneration, found.from)
	header.Set(gzhttp.HeaderNoCompression, "1") // its columns are compressed already, and ranges refer to these bytes
	s.sayMore(header, found.ending, next)
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(found.file, 0, found.size))
}

// sayMore sets headers if there are more rows: the URL of the rest, or that the answer is cut. It reports the latter.
func (s *site) sayMore(header http.Header, ending serve.Ending, next string) (isCut bool) {
	switch {
	case !ending.IsCut:
		return false
	case next != "":
		header.Set("Link", "<"+next+`>; rel="next"`)
		return false
	}
	header.Set(headerCut, fmt.Sprintf("%d rows shown; there are more", ending.Rows))
	return true
}

func (s *site) makeParquet(ctx context.Context, client string, q serve.Question) (made *parquetFile, err error) {
	asked, err := s.Pool.Ask(ctx, client, q, s.Time, "")
	if err != nil {
		return nil, err
	}
	defer asked.Close()
	file, err := os.CreateTemp("", "breachstats-parquet-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		_ = file.Close()
		return nil, err
	}
	made = &parquetFile{file: file, from: asked.Generation}
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(file, sum), 1<<20)
	f, _ := formatOf("parquet", nil)
	if err = writeRecords(out, asked, f, serve.Ending{}); err == nil {
		err = out.Flush()
	}
	if err == nil {
		made.ending, err = asked.Ending()
	}
	if err == nil {
		made.size, err = file.Seek(0, io.SeekEnd)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	made.tag = `"` + hex.EncodeToString(sum.Sum(nil))[:32] + `-parquet"`
	return made, nil
}
