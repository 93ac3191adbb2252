package portaltest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"time"
)

// authorities are the certificates that a portal can show.
type authorities struct {
	roots *x509.CertPool
	good  *tls.Certificate
	bad   map[Fault]*tls.Certificate
}

// signer is a certificate that signs others.
type signer struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// certificates makes a chain of three for 127.0.0.1, and the bad ones.
func certificates() (*authorities, error) {
	root, err := authority("portaltest root", nil)
	if err != nil {
		return nil, err
	}
	middle, err := authority("portaltest intermediate", root)
	if err != nil {
		return nil, err
	}
	stranger, err := authority("portaltest stranger", nil)
	if err != nil {
		return nil, err
	}
	made := &authorities{roots: x509.NewCertPool(), bad: map[Fault]*tls.Certificate{}}
	made.roots.AddCert(root.certificate)
	tomorrow, yesterday := time.Now().Add(24*time.Hour), time.Now().Add(-24*time.Hour)
	if made.good, err = middle.leaf("127.0.0.1", tomorrow); err != nil {
		return nil, err
	}
	made.bad[FaultT2IncompleteChain] = &tls.Certificate{Certificate: made.good.Certificate[:1], PrivateKey: made.good.PrivateKey}
	if made.bad[FaultT2UnknownCA], err = stranger.leaf("127.0.0.1", tomorrow); err != nil {
		return nil, err
	}
	if made.bad[FaultT2Expired], err = middle.leaf("127.0.0.1", yesterday); err != nil {
		return nil, err
	}
	made.bad[FaultT2WrongHost], err = middle.leaf("127.0.0.99", tomorrow)
	return made, err
}

// authority makes a certificate that may sign others, signed by another or by itself.
func authority(name string, by *signer) (*signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	if by == nil {
		by = &signer{certificate: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by.certificate, &key.PublicKey, by.key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &signer{certificate: certificate, key: key}, err
}

// leaf makes a certificate of a server, with its signer behind it.
func (s *signer) leaf(address string, until time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: address},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.ParseIP(address)},
		KeyUsage:    x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, s.certificate, &key.PublicKey, s.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, s.certificate.Raw}, PrivateKey: key}, nil
}
