package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"sync"

	"github.com/breachstats/breachstats/charts"
)

//go:embed assets
var assetFolder embed.FS

// assets holds the files that pages load, by name, and the digest of all, which is part of their URLs.
type assets struct {
	files  map[string][]byte
	digest string
}

// assetsOnce makes the assets once. The style sheet is that of the published page plus some rules.
var assetsOnce = sync.OnceValues(func() (assets, error) {
	made := assets{files: map[string][]byte{}}
	names, err := fs.Glob(assetFolder, "assets/*")
	if err != nil {
		return made, err
	}
	for _, name := range names {
		if made.files[path.Base(name)], err = assetFolder.ReadFile(name); err != nil {
			return made, err
		}
	}
	published, err := charts.Stylesheet()
	if err != nil {
		return made, fmt.Errorf("style sheet: %w", err)
	}
	made.files["site.css"] = append([]byte(published), made.files["site.css"]...)
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(made.files)) {
		fmt.Fprintf(sum, "%s %d\n%s", name, len(made.files[name]), made.files[name])
	}
	made.digest = hex.EncodeToString(sum.Sum(nil))[:16]
	return made, nil
})

// asset answers /-/assets/{digest}/{name}. A file under its digest never changes.
func (s *site) asset(w http.ResponseWriter, r *http.Request) {
	known, err := assetsOnce()
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	name := r.PathValue("name")
	body, isKnown := known.files[name]
	if !isKnown {
		s.nothingHere(w, r)
		return
	}
	header := w.Header()
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		header.Set("Content-Type", kind)
	}
	if path.Ext(name) == ".LICENSE" {
		header.Set("Content-Type", "text/plain; charset=utf-8")
	}
	header.Set("Cache-Control", "no-cache")
	if r.PathValue("digest") == known.digest {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(body) // a client that is gone needs no file
}
