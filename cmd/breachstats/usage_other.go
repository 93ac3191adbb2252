//go:build !unix

package main

// usage is zero where only Unix would tell.
func usage() used { return used{} }
