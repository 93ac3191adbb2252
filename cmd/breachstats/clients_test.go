package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/breachstats/breachstats/pipeline/serve"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// served is a server of its own process.
type served struct {
	addresses
	pid int
}

// serving starts a server on free ports over the database of a data folder. The test ends it.
func serving(t *testing.T, dataDir string, args ...string) served {
	t.Helper()
	command := programCommand(t, append([]string{"serve", "--data", dataDir, "--listen", "127.0.0.1:0", "--flight-listen", "127.0.0.1:0", "--json", "--no-access-log"}, args...)...)
	stdout := must.Get(command.StdoutPipe())(t)
	var said strings.Builder
	command.Stderr = &said
	must.Do(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(30*time.Second, func() { _ = command.Process.Kill() })
		defer late.Stop()
		if err := command.Wait(); err != nil {
			t.Errorf("serve: want a graceful end, got %v: %s", err, said.String())
		}
	})
	s := served{pid: command.Process.Pid}
	if err := json.NewDecoder(stdout).Decode(&s.addresses); err != nil {
		t.Fatalf("serve: %v: %s", err, said.String())
	}
	return s
}

// bare is an address without its scheme.
func bare(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return strings.TrimSuffix(rest, "/")
}

// certificateFiles are a certificate of 127.0.0.1 and its key.
func certificateFiles(t *testing.T) (certificate, key string) {
	t.Helper()
	private := must.Get(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true}
	body := must.Get(x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private))(t)
	secret := must.Get(x509.MarshalPKCS8PrivateKey(private))(t)
	folder := t.TempDir()
	certificate, key = filepath.Join(folder, "certificate.pem"), filepath.Join(folder, "key.pem")
	for path, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: body}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		must.Do(t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
	}
	return certificate, key
}

// clientServers are one server for anybody, and one that wants a token over TLS.
func clientServers(t *testing.T) (plain, secure served, certificate, token string) {
	t.Helper()
	strangersHome(t)
	certificate, key := certificateFiles(t)
	tokens := filepath.Join(t.TempDir(), "tokens.txt")
	token = must.Get(serve.AddToken(tokens, "newsroom"))(t)
	return serving(t, "data"), serving(t, "data", "--certificate", certificate, "--key", key, "--tokens", tokens), certificate, token
}

// asClient runs a program that asks a server; it says how many checks passed.
func asClient(t *testing.T, name string, args ...string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	said, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil || !strings.Contains(string(said), "checks passed") {
		t.Fatalf("%v: %s", err, said)
	}
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	t.Log(lines[len(lines)-1])
}

// here is a file of this folder, whatever the test's folder is.
func here(t *testing.T, path string) string {
	t.Helper()
	absolute := must.Get(filepath.Abs(path))(t)
	return absolute
}

// ADBC, pyarrow, pandas and polars get what `breachstats query` answers.
func TestPythonClients(t *testing.T) {
	tier.Long(t, "notebooks ask a server")
	docs := here(t, "../../docs/clients.md")
	python, script := here(t, "../../bin/clients/python/bin/python"), here(t, "testdata/clients/flight.py")
	if _, err := os.Stat(python); err != nil {
		t.Skip("no bin/clients/python here (`make bin/clients/python`), so no notebook asks")
	}
	plain, secure, certificate, token := clientServers(t)
	printed(t, "query", "--format", "parquet", "--output", "answer.parquet", "from marts.breaches order by breach_id")
	asClient(t, python, script, plain.Flight, "answer.parquet", secure.Flight, certificate, token, plain.HTTP)
	page := must.Get(os.ReadFile(docs))(t)
	blocks := pythonBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 3 {
		t.Errorf("docs/clients.md: want three programs, got %d", len(blocks))
	}
	for _, block := range blocks {
		program := strings.ReplaceAll(block[1], "grpc://127.0.0.1:8421", plain.Flight)
		if said, err := exec.CommandContext(t.Context(), python, "-c", program).CombinedOutput(); err != nil {
			t.Errorf("docs/clients.md: %v: %s", err, said)
		}
	}
}

var pythonBlock = regexp.MustCompile("(?s)```python\n(.*?)```")

// JDBC gets the catalogue with its comments, every type, and its questions ended.
func TestJDBCClient(t *testing.T) {
	tier.Long(t, "a program on Java asks a server")
	driver, script := here(t, "../../bin/clients/flight-sql-jdbc-driver.jar"), here(t, "testdata/clients/Flight.java")
	if _, err := os.Stat(driver); err != nil {
		t.Skip("no bin/clients/flight-sql-jdbc-driver.jar here (`make bin/clients/flight-sql-jdbc-driver.jar`), so no program on Java asks")
	}
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("no java here, so no program on Java asks")
	}
	plain, secure, certificate, token := clientServers(t)
	asClient(t, java, "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", driver, script, bare(plain.Flight), bare(secure.Flight), certificate, token)
}
