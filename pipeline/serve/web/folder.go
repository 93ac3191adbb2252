package web

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// publishedFolder serves the files of a publication as they are at the moment: the folder is replaced
// whole. Names that begin with a dot are not there.
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

// unlisted shows no list of a folder's files.
type unlisted struct{ http.File }

func (unlisted) Readdir(int) ([]os.FileInfo, error) { return nil, fs.ErrNotExist }

func parseForm(body string) (string, error) {
	values, err := url.ParseQuery(body)
	if err != nil {
		return "", err
	}
	return values.Get("q"), nil
}
