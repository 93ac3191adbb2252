//go:build !linux

package serve

// atLowPriority starts a process. Here it has the priority of all others.
func atLowPriority(start func() error) error { return start() }
