package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// soon is how long before a certificate expires a warning is given.
const soon = 14 * 24 * time.Hour

// checkFiles reads the certificate and the tokens of a server before it starts; with --check it reports them. A
// certificate that is not valid now is an error of --check, and a warning otherwise.
func (p *program) checkFiles(s server) error {
	if s.certificate != "" {
		if err := p.checkCertificate(s); err != nil {
			return err
		}
	}
	if s.tokens == "" {
		return nil
	}
	tokens, err := serve.OpenTokens(s.tokens)
	if err != nil {
		return fmt.Errorf("--tokens: %w", err)
	}
	names := tokens.Names()
	if len(names) == 0 {
		p.log("warning", s.tokens+": it has no token, so nobody can ask")
	} else if s.isCheckedOnly {
		p.say("tokens of %s", strings.Join(names, ", "))
	}
	return nil
}

func (p *program) checkCertificate(s server) error {
	pair, err := tls.LoadX509KeyPair(s.certificate, s.key)
	if err != nil {
		return fmt.Errorf("--certificate %s: %w", s.certificate, err)
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return fmt.Errorf("--certificate %s: %w", s.certificate, err)
	}
	names := leaf.DNSNames
	for _, address := range leaf.IPAddresses {
		names = append(names, address.String())
	}
	until := leaf.NotAfter.UTC().Format(time.DateTime)
	now := time.Now()
	switch ended := fmt.Sprintf("%s: the certificate is valid until %s UTC", s.certificate, until); {
	case now.Before(leaf.NotBefore):
		ended = fmt.Sprintf("%s: the certificate is valid from %s UTC on", s.certificate, leaf.NotBefore.UTC().Format(time.DateTime))
		fallthrough
	case now.After(leaf.NotAfter):
		if s.isCheckedOnly {
			return fmt.Errorf("--certificate %s", ended)
		}
		p.log("warning", ended)
	case leaf.NotAfter.Sub(now) < soon:
		p.log("warning", ended)
	case s.isCheckedOnly:
		p.say("certificate of %s, valid until %s UTC", strings.Join(names, ", "), until)
	}
	return nil
}
