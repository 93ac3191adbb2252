// Package torture breaks breachstats on purpose, in its tests: every call that changes or reads a
// file fails once, the program is killed or interrupted at each of them and at random moments, disks
// are full or read only, files and folders stand where others should, databases are damaged. After
// each fault snapshots, database and figures must be the old ones or the new ones, whole, the message
// must name the path, and the next run must succeed and leave nothing behind.
//
// `go test ./torture` tries a small part of the cases, `make torture` as many as there is time for,
// beside hostile bytes and questions, and `make faults` all of them. Both go on where they stopped.
package torture
