package data

import "io/fs"

// KindOf says in words what is no regular file, "a named pipe"; it is empty for a regular file. To open a
// pipe may wait for ever for somebody to write into it, and a device may yield bytes without an end.
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
