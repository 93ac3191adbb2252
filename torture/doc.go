// Package torture breaks breachstats on purpose. Every call that changes or reads a file fails
// once. The program is killed or interrupted at each of them and at random moments. Disks are full
// or read only, files and folders are in the way of others, databases are damaged. After each
// fault, snapshots, database and figures must be the old or the new ones, complete. The message
// must name the path, and the next run must succeed and leave nothing behind.
//
// `go test ./torture` tries a small part of the cases; `make torture` tries as many as there is
// time for, and hostile bytes and queries too; `make faults` tries all. Both continue where they
// stopped.
package torture
