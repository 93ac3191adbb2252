package main

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// keyPair is a certificate and its key. It reads their two files again when one of them changes, and is safe
// for concurrent use.
type keyPair struct {
	certificate, key string
	warn             func(line string) // gets a line when changed files cannot be read; the previous pair stays in use

	mutex sync.Mutex
	stamp [2]fileStamp
	pair  *tls.Certificate
}

// fileStamp identifies a state of a file: it differs after every change.
type fileStamp struct {
	changed time.Time
	size    int64
}

// read returns the pair that the files hold now, for tls.Config.GetCertificate. If they cannot be read, or do
// not belong together, it returns the previous pair, or an error if there is none.
func (k *keyPair) read(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	stamp := k.stamps()
	if k.pair != nil && stamp == k.stamp {
		return k.pair, nil
	}
	pair, err := tls.LoadX509KeyPair(k.certificate, k.key)
	switch {
	case err == nil:
		k.pair = &pair
	case k.pair == nil:
		return nil, err
	default:
		k.warn(k.certificate + ": the previous certificate stays in use: " + err.Error())
	}
	k.stamp = stamp
	return k.pair, nil
}

// stamps returns the stamps of both files; a missing file has the zero stamp.
func (k *keyPair) stamps() (both [2]fileStamp) {
	for i, path := range []string{k.certificate, k.key} {
		if info, err := os.Stat(path); err == nil {
			both[i] = fileStamp{info.ModTime(), info.Size()}
		}
	}
	return both
}
