//go:build !unix

package main

// usage is zero: only Unix reports it.
func usage() used { return used{} }
