package web

import (
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// publishedFolder serves the current files of a publication, whose folder is replaced whole. Names that begin with a
// dot are hidden.
func publishedFolder(out string) http.FileSystem { return visible{http.Dir(out)} }

type visible struct{ http.Dir }

func (v visible) Open(name string) (http.File, error) {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return nil, fs.ErrNotExist
		}
	}
	file, err := v.Dir.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() && !info.IsDir() {
		_ = file.Close()
		return nil, fs.ErrNotExist
	}
	return unlisted{file}, nil
}

// unlisted hides the list of a folder's files.
type unlisted struct{ http.File }

func (unlisted) Readdir(int) ([]os.FileInfo, error) { return nil, fs.ErrNotExist }

// published answers with a file of the publication. If nothing is published yet, / shows the index.
func (s *site) published(w http.ResponseWriter, r *http.Request) {
	folder := publishedFolder(s.Out)
	name := path.Clean("/" + r.URL.Path)
	file, err := folder.Open(name)
	if err == nil {
		_ = file.Close() // it is opened again below, where a folder without a page is not found
		if info, failed := os.Stat(filepath.Join(s.Out, filepath.FromSlash(name))); failed == nil && info.IsDir() {
			file, err = folder.Open(path.Join(name, "index.html"))
			if err == nil {
				_ = file.Close()
			}
		}
	}
	switch {
	case err != nil && name == "/":
		s.index(w, r)
	case err != nil:
		s.nothingHere(w, r)
	default:
		w.Header().Set("Content-Security-Policy", publishedPolicy)
		if path.Ext(name) == ".parquet" {
			w.Header().Set(gzhttp.HeaderNoCompression, "1") // so that a part of it can be asked for
		}
		http.FileServer(folder).ServeHTTP(w, r)
	}
}
