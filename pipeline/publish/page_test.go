package publish

import "testing"

// A list that is too long for a page is cut, and that is said with both numbers.
func TestListNote(t *testing.T) {
	for listed, want := range map[int64]string{
		0: "", mostListed: "",
		8_000_000: "The list here ends after the 25,000 newest of 8,000,000 breaches; breaches.parquet, among the files below, has all of them.",
	} {
		if got := (&Edition{listed: listed}).listNote(); got != want {
			t.Errorf("%d: want %q, got %q", listed, want, got)
		}
	}
}
