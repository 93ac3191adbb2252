// Package torture breaks breachstats on purpose, in its tests: every call that changes a file fails
// once, the program is killed at each of them and at random moments, disks are full or read only,
// databases are damaged. After each fault snapshots, database and figures must be the old ones or the
// new ones, whole, and the next run must succeed and leave nothing behind.
//
// `go test ./torture` tries a small part of the cases, `make torture` all of them.
package torture
