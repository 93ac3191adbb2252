package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/renameio/v2"
)

// Tokens holds the names of those who may ask, each with the sha256 of a token. It reads a file of lines
// "NAME SHA256", again whenever the file changes, and is safe for concurrent use.
type Tokens struct {
	path    string
	mutex   sync.Mutex
	changed time.Time
	size    int64
	hashes  map[[sha256.Size]byte]string
}

// OpenTokens reads the tokens of a file.
func OpenTokens(path string) (*Tokens, error) {
	t := &Tokens{path: path}
	return t, t.refresh()
}

// tokenName matches names that fit on one line of the file.
var tokenName = regexp.MustCompile(`^[A-Za-z0-9._@-]{1,64}$`)

// AddToken adds a name to the file at path, which it creates if necessary, and returns the token: 32 random bytes,
// as text. The file holds only its hash.
func AddToken(path, name string) (token string, err error) {
	if !tokenName.MatchString(name) {
		return "", fmt.Errorf("want a name of 1 to 64 letters, digits, dots, dashes, underscores or at signs, got %q", name)
	}
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	known, err := parseTokens(path, string(before))
	if err != nil {
		return "", err
	}
	for _, other := range known {
		if other == name {
			return "", fmt.Errorf("%s: %s has a token already; remove its line for another", path, name)
		}
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token = hex.EncodeToString(secret)
	hash := sha256.Sum256([]byte(token))
	text := strings.TrimRight(string(before), "\n")
	if text != "" {
		text += "\n"
	}
	return token, renameio.WriteFile(path, []byte(text+name+" "+hex.EncodeToString(hash[:])+"\n"), 0o600)
}

func parseTokens(path, text string) (map[[sha256.Size]byte]string, error) {
	hashes := map[[sha256.Size]byte]string{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, digits, _ := strings.Cut(line, " ")
		hash, err := hex.DecodeString(strings.TrimSpace(digits))
		if err != nil || len(hash) != sha256.Size || !tokenName.MatchString(name) {
			return nil, fmt.Errorf("%s:%d: want a name and the sha256 of a token in hexadecimal digits", path, i+1)
		}
		hashes[[sha256.Size]byte(hash)] = name
	}
	return hashes, nil
}

func (t *Tokens) refresh() error {
	info, err := os.Stat(t.path)
	if err != nil {
		return err
	}
	if t.hashes != nil && info.ModTime().Equal(t.changed) && info.Size() == t.size {
		return nil
	}
	text, err := os.ReadFile(t.path)
	if err != nil {
		return err
	}
	hashes, err := parseTokens(t.path, string(text))
	if err != nil {
		return err
	}
	t.hashes, t.changed, t.size = hashes, info.ModTime(), info.Size()
	return nil
}

// Name returns whose token it is. It reports false for an unknown token, and if the file can no longer be read.
func (t *Tokens) Name(token string) (name string, isKnown bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if err := t.refresh(); err != nil {
		return "", false
	}
	asked := sha256.Sum256([]byte(token))
	for hash, of := range t.hashes {
		if subtle.ConstantTimeCompare(hash[:], asked[:]) == 1 {
			name, isKnown = of, true
		}
	}
	return name, isKnown
}

// Names lists those who have a token, in order.
func (t *Tokens) Names() []string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return slices.Sorted(maps.Values(t.hashes))
}
