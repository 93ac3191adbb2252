// Package torture breaks breachstats on purpose, in its tests: every call that changes a file fails
// once, the program is killed or interrupted at each of them, disks are full, folders read only,
// databases damaged. After each fault snapshots, database and figures must be the old ones or the
// new ones, whole, and the next run must succeed and leave nothing behind.
//
// `go test ./torture` tries a small part of the cases, `make faults` all of them.
package torture
