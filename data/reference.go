package data

import (
	"embed"
	"io/fs"
)

//go:embed reference/*.csv
var reference embed.FS

// Reference returns the reference tables as files, NAME.csv each: accepted values, classes and
// published figures. Each file has a header line and LF line ends. An empty cell is null.
func Reference() fs.FS {
	folder, err := fs.Sub(reference, "reference")
	if err != nil {
		panic(err) // the name is a constant that fs.ValidPath accepts
	}
	return folder
}
