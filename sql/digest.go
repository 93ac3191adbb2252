package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// SHA256 is of the model's file, in hexadecimal digits.
func (m Model) SHA256() string {
	sum := sha256.Sum256([]byte(m.Query))
	return hex.EncodeToString(sum[:])
}

// Digest identifies a set of models: the sha256, in hexadecimal digits, of one line
// "TABLE SHA256" per model, in the order of list, which is that of Read.
func Digest(list []Model) string {
	lines := sha256.New()
	for _, model := range list {
		fmt.Fprintf(lines, "%s %s\n", model.Table(), model.SHA256())
	}
	return hex.EncodeToString(lines.Sum(nil))
}
