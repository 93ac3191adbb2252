package main

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// keyPair is a certificate and its key in two files, which are read again when one of them changes. It is
// safe for concurrent use.
type keyPair struct {
	certificate, key string
	warn             func(line string) // about files that cannot be read again; the pair before goes on

	mutex sync.Mutex
	stamp [2]fileStamp
	pair  *tls.Certificate
}

// fileStamp is what changes when a file does.
type fileStamp struct {
	changed time.Time
	size    int64
}

// read is the pair in the files as they are now, for tls.Config.GetCertificate. Files that cannot be read,
// or do not belong together, are an error only where no pair was read before.
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
		k.warn(k.certificate + ": the certificate before goes on: " + err.Error())
	}
	k.stamp = stamp
	return k.pair, nil
}

// stamps are those of both files; that of a file that is not there is zero.
func (k *keyPair) stamps() (both [2]fileStamp) {
	for i, path := range []string{k.certificate, k.key} {
		if info, err := os.Stat(path); err == nil {
			both[i] = fileStamp{info.ModTime(), info.Size()}
		}
	}
	return both
}
