package data

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

func snapshot(capturedOn string, view View) Snapshot {
	return Snapshot{
		Capture: Capture{Day: capturedOn, No: 1}, View: view, Source: capturedOn + "_" + string(view) + ".csv",
		RowsSHA256: strings.Repeat("0", 64), Rows: 1, Encoding: "utf-8",
	}
}

// add stages content and adds it to the store as snapshot s, or fails the test.
func add(t *testing.T, store *Store, s Snapshot, content string) Snapshot {
	t.Helper()
	staged := must.Get(store.Stage(t.Context(), strings.NewReader(content)))(t)
	defer staged.Discard()
	s.SHA256, s.Bytes = staged.SHA256, staged.Bytes
	batch := store.NewBatch()
	defer batch.Discard()
	if _, err := batch.Add(t.Context(), s, staged); err != nil {
		t.Fatal(err)
	}
	must.Do(t, batch.Commit())
	s, _ = store.Find(s.Capture, s.View)
	return s
}

func TestStoreKeepsBytesReadOnly(t *testing.T) {
	dir := t.TempDir()
	store := must.Get(OpenStore(dir))(t)
	newer := add(t, store, snapshot("2024-10-17", Archive), "newer\r\nbytes")
	add(t, store, snapshot("2022-04-04", All), "older bytes")
	again := must.Get(OpenStore(dir))(t)
	list := again.Snapshots()
	if len(list) != 2 || list[0].Capture.Day != "2022-04-04" || list[1] != newer {
		t.Errorf("want both snapshots, oldest first, got %+v", list)
	}
	file := must.Get(again.Open(t.Context(), newer))(t)
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil || string(content) != "newer\r\nbytes" {
		t.Errorf("want the bytes as given, got %q, %v", content, err)
	}
	info, err := os.Stat(again.Path(newer.Stored.In))
	if err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("want mode 0444, got %v, %v", info.Mode(), err)
	}
	if err := again.Verify(t.Context()); err != nil {
		t.Errorf("want the store to verify, got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, ".staging")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("want no staging area left, got %v", err)
	}
}

func TestVerifyNamesEveryFault(t *testing.T) {
	dir := t.TempDir()
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	edited := add(t, store, snapshot("2024-10-17", Archive), "some bytes")
	short := add(t, store, snapshot("2024-10-17", UnderInvestigation), "other bytes")
	gone := add(t, store, snapshot("2022-04-04", All), "lost bytes")
	overwrite := func(s Snapshot, content string) {
		t.Helper()
		path := store.Path(s.Stored.In)
		must.Do(t, errors.Join(os.Remove(path), os.WriteFile(path, []byte(content), 0o644)))
	}
	packed := must.Get(os.ReadFile(store.Path(edited.Stored.In)))(t)
	packed[len(packed)-1] ^= 1
	overwrite(edited, string(packed))
	overwrite(short, "other")
	must.Do(t, os.Remove(store.Path(gone.Stored.In)))
	must.Do(t, os.WriteFile(filepath.Join(dir, "snapshots", "stray.csv"), nil, 0o644))
	err = store.Verify(t.Context())
	if err == nil {
		t.Fatal("want faults, got none")
	}
	manifest := filepath.Join(dir, "manifest.csv")
	for _, want := range []string{
		store.Path(edited.Stored.In) + ": sha256 differs from " + manifest + ":3",
		fmt.Sprintf("%s: want %d bytes as %s:4 says, got 5", store.Path(short.Stored.In), short.Stored.Bytes, manifest),
		store.Path(gone.Stored.In) + ": no such file",
		filepath.Join(dir, "snapshots", "stray.csv") + ": not in " + manifest,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got\n%v", want, err)
		}
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != 4 {
		t.Errorf("want one line for each fault, got %d:\n%v", lines, err)
	}
}

func TestCheckRefusesWhatCannotStand(t *testing.T) {
	store := must.Get(OpenStore("data"))(t)
	with := func(capturedOn string, view View, sha string, isSynthetic bool) Snapshot {
		s := snapshot(capturedOn, view)
		s.SHA256, s.IsSynthetic = strings.Repeat(sha, 64), isSynthetic
		return s
	}
	held := []Snapshot{with("2024-10-17", Archive, "a", false), with("2017-09-13", All, "b", false)}
	cases := []struct {
		name        string
		snapshot    Snapshot
		wantPresent bool
		want        string
	}{
		{"H8 the same bytes again", with("2024-10-17", Archive, "a", false), true, ""},
		{"the other view", with("2024-10-17", UnderInvestigation, "c", false), false, ""},
		{"another capture", with("2025-01-01", Archive, "a", false), false, ""},
		{"Part 2 beside the list of all reports", with("2017-09-13", Part2, "c", false), false, ""},
		{"other bytes of the same view", with("2024-10-17", Archive, "c", false), false, "holds other bytes of this capture and view (sha256 aaaaaaaa, not cccccccc)"},
		{"the same bytes as another view", with("2024-10-17", UnderInvestigation, "a", false), false, "one of the views is wrong"},
		{"the list of all reports beside a part of it", with("2024-10-17", All, "c", false), false, "cannot stand beside a part of it"},
		{"a part beside the list of all reports", with("2017-09-13", Archive, "c", false), false, "cannot stand beside a part of it"},
		{"synthetic beside real", with("2025-01-01", Archive, "c", true), false, "synthetic and real exports do not mix"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			present, err := Check(store, held, c.snapshot)
			if present != c.wantPresent {
				t.Errorf("want present %v, got %v", c.wantPresent, present)
			}
			if c.want == "" && err != nil || c.want != "" && (!errors.Is(err, ErrConflict) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestForgetWithdrawsOneSnapshot(t *testing.T) {
	store := must.Get(OpenStore(t.TempDir()))(t)
	kept := add(t, store, snapshot("2024-10-17", Archive), "kept")
	gone := add(t, store, snapshot("2022-04-04", All), "gone")
	must.Do(t, store.Forget(t.Context(), gone))
	if list := store.Snapshots(); len(list) != 1 || list[0] != kept {
		t.Errorf("want only %v, got %v", kept, list)
	}
	if _, err := os.Stat(filepath.Dir(store.Path(gone.File()))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("want the capture's folder gone, got %v", err)
	}
	if err := store.Forget(t.Context(), gone); err == nil || !strings.Contains(err.Error(), "not in") {
		t.Errorf("want an error the second time, got %v", err)
	}
}

func TestManifestErrorsCarryTheirLine(t *testing.T) {
	head := strings.Join(manifestHeader, ",") + "\n"
	digest := strings.Repeat("a", 64)
	good := "2024-10-17,archive,x.csv," + digest + "," + digest + ",10,2,utf-8,0,0,false,false,,9," + digest + ",,,,\n"
	at := func(day, base string) string {
		return strings.NewReplacer("2024-10-17,", day+",", "false,,9", "false,"+base+",9").Replace(good)
	}
	cases := []struct{ name, text, want string }{
		{"empty", "", "m.csv:1: want a header, got an empty file"},
		{"another header", "a,b\n", "m.csv:1: want header"},
		{"a line that is cut short", head + good + "2024-10-17,arch", "m.csv:3: want 19 fields, got 2"},
		{"an invalid day", head + strings.Replace(good, "10-17", "13-17", 1), `m.csv:2: capture: want a calendar day as YYYY-MM-DD, got "2024-13-17"`},
		{"an unknown view", head + strings.Replace(good, "archive", "attic", 1), `m.csv:2: view: want one of archive, under-investigation, all, part2, got "attic"`},
		{"a short digest", head + strings.Replace(good, digest, "abc", 1), `m.csv:2: sha256: want 64 hexadecimal digits, got "abc"`},
		{"a negative size", head + strings.Replace(good, ",10,", ",-10,", 1), `m.csv:2: bytes: want a whole number, got "-10"`},
		{"a snapshot twice", head + good + good, "m.csv:3: want each snapshot once, got snapshots/2024-10-17/archive.csv again after line 2"},
		{"a first capture with a number", head + strings.Replace(good, "10-17", "10-17.1", 1), "m.csv:2: capture: want 2024-10-17, or 2024-10-17.2 for a second capture of that day"},
		{"an invalid status", head + strings.Replace(good, digest+",,,,\n", digest+",,ok,,\n", 1), `m.csv:2: status: want a whole number, got "ok"`},
		{"an invalid time", head + strings.Replace(good, digest+",,,,\n", digest+",,200,,noon\n", 1), "m.csv:2: retrieved_at: want a time as RFC 3339"},
		{"a path that climbs out", head + strings.Replace(good, "2024-10-17", "../../etc", 1), "m.csv:2: capture: want"},
		{"an invalid base", head + at("2024-10-18", "../x"), "m.csv:2: base: want a calendar day"},
		{"a base that does not exist", head + at("2024-10-18", "2024-10-17"), `m.csv:2: base: want a snapshot of this view that is stored whole, got "2024-10-17"`},
		{"a base of another view", head + good + strings.Replace(at("2024-10-18", "2024-10-17"), ",archive,", ",all,", 1), "m.csv:3: base: want"},
		{"a base that has a base", head + good + at("2024-10-18", "2024-10-17") + at("2024-10-19", "2024-10-18"), "m.csv:4: base: want"},
		{"its own base", head + at("2024-10-17", "2024-10-17"), "m.csv:2: base: want"},
		{"a quote that never ends", head + `"2024`, "m.csv:2: "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := readManifest("m.csv", strings.NewReader(c.text))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
	for i, before := range manifestsBefore() {
		if _, err := readManifest("m.csv", strings.NewReader(before)); (err != nil) != (i > 0) {
			t.Errorf("manifest %d of the earlier version: got %v", i, err)
		}
	}
	// The order is newest first, and the whole snapshot is missing. Each error appears only once.
	backwards, many := head, 300
	for i := range many {
		backwards += at(time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i).Format(time.DateOnly), "2025-01-01")
	}
	if _, err := readManifest("m.csv", strings.NewReader(backwards)); err == nil || len(strings.Split(err.Error(), "\n")) != many {
		t.Errorf("want %d errors, got %d", many, len(strings.Split(fmt.Sprint(err), "\n")))
	}
	if lines, err := readManifest("m.csv", strings.NewReader(head+good)); err != nil || len(lines) != 1 || lines[0].line != 2 {
		t.Errorf("want one line, got %v, %v", lines, err)
	}
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	dir := t.TempDir()
	release, err := Lock(dir, "process 7, building")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir, "process 8"); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "process 7, building") {
		t.Errorf("want ErrLocked with process 7, got %v", err)
	}
	release()
	release, err = Lock(dir, "process 8")
	if err != nil {
		t.Fatalf("want the lock free again, got %v", err)
	}
	release()
}
