package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// The editor is the bundle that `make editor` makes: its digest stands in the Makefile, and each package in it,
// pinned by digest, in its licence file.
func TestTheEditorIsThePinnedBundle(t *testing.T) {
	bundle, err := os.ReadFile("assets/codemirror.js")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(bundle)
	if want := "EDITOR_SHA := " + hex.EncodeToString(sum[:]); !strings.Contains(string(makefile), want) {
		t.Errorf("want %q in the Makefile", want)
	}
	licence, err := os.ReadFile("assets/codemirror.LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("editor/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Integrity, License string
			Dev, Optional      bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	bundled := 0
	for place, pinned := range lock.Packages {
		if place == "" {
			continue
		}
		name := strings.TrimPrefix(place, "node_modules/")
		if !strings.HasPrefix(pinned.Integrity, "sha512-") {
			t.Errorf("%s: want a digest", name)
		}
		if pinned.Dev || pinned.Optional {
			continue
		}
		if bundled++; pinned.License != "MIT" || !regexp.MustCompile(`(?m)(^|[\s])`+regexp.QuoteMeta(name)+`[,.\s]`).Match(licence) {
			t.Errorf("%s: want its licence, %s, in codemirror.LICENSE", name, pinned.License)
		}
	}
	if bundled < 10 {
		t.Errorf("want the packages of the editor, got %d", bundled)
	}
}

// A page names its files by their digest, so that a browser may keep them for good.
func TestAssetsAreKeptByDigest(t *testing.T) {
	ask := testSite(t, nil)
	page := ask(http.MethodGet, "/sql", asPage, "").body
	found := regexp.MustCompile(`(?:href|src)="(/-/assets/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(found) != 2 {
		t.Fatalf("want a style sheet and a script, got %q", found)
	}
	for _, address := range append(found, []string{"", path.Dir(found[0][1]) + "/codemirror.js"}, []string{"", path.Dir(found[0][1]) + "/codemirror.LICENSE"}) {
		answer := ask(http.MethodGet, address[1], nil, "")
		if answer.status != 200 || !strings.Contains(answer.header.Get("Cache-Control"), "immutable") || answer.header.Get("Content-Type") == "" || answer.body == "" {
			t.Errorf("%s: got %d, %s", address[1], answer.status, answer.header)
		}
	}
	if old := ask(http.MethodGet, "/-/assets/old/site.css", nil, ""); old.status != 200 || old.header.Get("Cache-Control") != "no-cache" {
		t.Errorf("want a file of another digest not kept, got %d, %s", old.status, old.header)
	}
}

// The OpenAPI description is whole: every operation has a name of its own and answers, every parameter of a
// path is described, and every reference leads somewhere. Its addresses answer.
func TestOpenAPIIsWhole(t *testing.T) {
	s := serveSample(t, nil)
	var api struct {
		OpenAPI string
		Info    struct{ Title, Version string }
		Paths   map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Summary     string
			Parameters  []struct {
				In, Name, Description string
				Required              bool
				Schema                map[string]any
			}
			Responses map[string]struct{ Description string }
		}
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Type, Description any }
			}
		}
	}
	text := s.get(t, http.MethodGet, "/openapi.json", nil).body
	if err := json.Unmarshal([]byte(text), &api); err != nil {
		t.Fatal(err)
	}
	if api.OpenAPI != "3.1.0" || api.Info.Title == "" || api.Info.Version != "test" || len(api.Paths) < 60 {
		t.Errorf("got %s, %+v, %d paths", api.OpenAPI, api.Info, len(api.Paths))
	}
	for _, reference := range regexp.MustCompile(`"\$ref":"#/components/schemas/([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if _, isThere := api.Components.Schemas[reference[1]]; !isThere {
			t.Errorf("%s leads nowhere", reference[0])
		}
	}
	names := map[string]bool{}
	for address, methods := range api.Paths {
		for method, one := range methods {
			if one.OperationID == "" || names[one.OperationID] || one.Summary == "" || one.Responses["200"].Description == "" {
				t.Errorf("%s %s: got %+v", method, address, one)
			}
			names[one.OperationID] = true
			described := map[string]bool{}
			for _, p := range one.Parameters {
				if described[p.In+p.Name] || p.Schema["type"] == nil || p.In == "path" && !p.Required {
					t.Errorf("%s: parameter %+v", address, p)
				}
				described[p.In+p.Name] = true
			}
			for _, part := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(address, -1) {
				if !described["path"+part[1]] {
					t.Errorf("%s: want %s described", address, part[1])
				}
			}
		}
	}
	if state := api.Components.Schemas["marts.breaches"].Properties["state"]; fmt.Sprint(state.Type) != "[string null]" || state.Description == "" {
		t.Errorf("want the comment of a column, got %+v", state)
	}
	for _, address := range []string{"/marts/breaches.{format}", "/figures/breaches_by_year.{format}", "/queries/how-many-breaches-per-year.{format}"} {
		if _, isThere := api.Paths[address]; !isThere {
			t.Errorf("want %s described", address)
			continue
		}
		if answer := s.get(t, http.MethodGet, strings.Replace(address, "{format}", "csv", 1), nil); answer.status != 200 {
			t.Errorf("%s: got %d", address, answer.status)
		}
	}
}
