package main

import (
	"os"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// start is a folder with which several tests begin. It is made for the first, and each gets a copy of its own.
type start struct {
	folder string
	isMade bool
}

// into puts a copy into a folder, which may be missing or hold other files. begin makes what is copied, in the
// current folder.
func (s *start) into(t *testing.T, folder string, begin func()) {
	t.Helper()
	if s.folder == "" {
		var err error
		if s.folder, err = sharedFolder(); err != nil {
			t.Fatal(err)
		}
		back := must.Get(os.Getwd())(t)
		t.Chdir(s.folder)
		begin()
		t.Chdir(back)
		s.isMade = !t.Failed()
	}
	if !s.isMade {
		t.Fatal("the test that began with this folder first could not make it")
	}
	must.Do(t, os.CopyFS(folder, os.DirFS(s.folder)))
}

// shared is where starts are made, until the last test is done.
var shared string

// sharedFolder makes a folder that outlives the test which needs it first.
func sharedFolder() (string, error) { return os.MkdirTemp(shared, "") }

// sharing runs the tests of the package and removes what they shared.
type sharing struct{ *testing.M }

func (m sharing) Run() int {
	var err error
	if shared, err = os.MkdirTemp("", "breachstats-tests-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(shared)
	return m.M.Run()
}
