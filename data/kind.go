package data

import "io/fs"

// KindOf describes a file that is not regular, such as "a named pipe". It is empty for a regular
// file. Callers must not open the others: opening a pipe can block for ever, and a device may never
// end.
func KindOf(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}
