//go:build !linux

package main

import "errors"

func enter(image, string, []string) error { return errors.New("want Linux") }
