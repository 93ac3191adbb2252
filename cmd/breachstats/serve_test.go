package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

// runningServer is breachstats serve as a process of its own.
type runningServer struct {
	command *exec.Cmd
	address string // http://127.0.0.1:PORT/
	stderr  *bytes.Buffer
}

// startServer starts a server over the database of the stage on a free port, and waits for its address.
func startServer(t *testing.T, args ...string) *runningServer {
	t.Helper()
	s := &runningServer{command: programCommand(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--json"}, args...)...), stderr: &bytes.Buffer{}}
	if s.command.Stderr == nil {
		s.command.Stderr = s.stderr
	}
	stdout := must.Get(s.command.StdoutPipe())(t)
	must.Do(t, s.command.Start())
	t.Cleanup(func() {
		_ = s.command.Process.Kill() // it may have ended
		_ = s.command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	var where struct{ HTTP string }
	if err == nil {
		err = json.Unmarshal(line, &where)
	}
	if err != nil {
		t.Fatalf("want an address, got %q, %v: %s", line, err, s.stderr)
	}
	s.address = where.HTTP
	return s
}

func (s *runningServer) host() string {
	_, host, _ := strings.Cut(strings.TrimSuffix(s.address, "/"), "://")
	return host
}

func answerOf(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	answer, err := client.Get(address)
	must.Do(t, err)
	defer answer.Body.Close()
	body := must.Get(io.ReadAll(answer.Body))(t)
	return answer.StatusCode, string(body)
}

// smallDatabase makes a folder the home with a database of a small sample.
func smallDatabase(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("BREACHSTATS_DATA", "")
	ofSmallSample.into(t, ".", func() {
		printed(t, "sample", "--rows", "600", "--captured", "2024-10-17", "--view", "all", "--output", "2024-10-17_all.csv")
		printed(t, "import", "2024-10-17_all.csv", "--quiet")
		printed(t, "build", "--quiet")
	})
}

var ofSmallSample start

// certificate writes a certificate of 127.0.0.1 and its key, valid for some time from an hour ago.
func certificate(t *testing.T, valid time.Duration) (pool *x509.CertPool) {
	t.Helper()
	key := must.Get(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	from := time.Now().Add(-time.Hour)
	made := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: from, NotAfter: from.Add(valid),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der := must.Get(x509.CreateCertificate(rand.Reader, made, made, key.Public(), key))(t)
	secret := must.Get(x509.MarshalPKCS8PrivateKey(key))(t)
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		must.Do(t, os.WriteFile(name, pem.EncodeToMemory(block), 0o600))
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return pool
}

// A check starts all that a server has, says what it found, and ends.
func TestServeCheck(t *testing.T) {
	smallDatabase(t)
	certificate(t, 1000*time.Hour)
	token := strings.TrimSpace(printed(t, "serve", "token", "add", "newsroom"))
	got := call("serve", "--check", "--listen", "127.0.0.1:0", "--certificate", "cert.pem", "--key", "key.pem", "--tokens", "tokens.txt")
	if got.status != 0 || !strings.Contains(got.stderr, "certificate of 127.0.0.1, valid until ") || !strings.Contains(got.stderr, "tokens of newsroom") ||
		!strings.Contains(got.stderr, "the database answers: 600 breaches") || strings.Contains(got.stderr, token) {
		t.Errorf("got %d: %s", got.status, got.stderr)
	}
	for _, c := range []struct {
		name   string
		before func()
		args   []string
		status int
		want   string
	}{
		{"a certificate that is over", func() { certificate(t, time.Minute) }, []string{"--certificate", "cert.pem", "--key", "key.pem"}, 1, "the certificate is valid until"},
		{"no certificate", nil, []string{"--certificate", "nothing.pem", "--key", "key.pem"}, 1, "nothing.pem"},
		{"a key of another", func() {
			certificate(t, time.Hour)
			must.Do(t, os.Rename("cert.pem", "first.pem"))
			certificate(t, time.Hour)
		}, []string{"--certificate", "first.pem", "--key", "key.pem"}, 1, "private key does not match"},
		{"a certificate without a key", nil, []string{"--certificate", "cert.pem"}, 2, "together"},
		{"a token file that is none", func() { must.Do(t, os.WriteFile("bad.txt", []byte("newsroom secret\n"), 0o600)) }, []string{"--tokens", "bad.txt"}, 1, "bad.txt:1: want a name"},
		{"no token file", nil, []string{"--tokens", "none.txt"}, 1, "none.txt"},
		{"anybody from anywhere", nil, []string{"--listen", "0.0.0.0:0"}, 2, "--public"},
		{"anybody from anywhere over Flight", nil, []string{"--flight-listen", "0.0.0.0:0"}, 2, "--public"},
		{"no database", nil, []string{"--data", "elsewhere"}, 1, "elsewhere"},
	} {
		if c.before != nil {
			c.before()
		}
		if got := call(append([]string{"serve", "--check", "--listen", "127.0.0.1:0"}, c.args...)...); got.status != c.status || !strings.Contains(got.stderr, c.want) {
			t.Errorf("%s: want exit status %d with %q, got %d: %s", c.name, c.status, c.want, got.status, got.stderr)
		}
	}
}

// W5: a thousand connections that say nothing keep nobody out.
func TestW5IdleConnections(t *testing.T) {
	smallDatabase(t)
	s := startServer(t, "--no-access-log")
	for range 1000 {
		idle := must.Get(net.DialTimeout("tcp", s.host(), 10*time.Second))(t)
		defer idle.Close()
	}
	for range 5 {
		if status, body := answerOf(t, http.DefaultClient, s.address+"sql.csv?q=select+count(*)+as+n+from+marts.breaches"); status != 200 || body != "n\n600\n" {
			t.Fatalf("got %d: %s", status, body)
		}
	}
}

// W11: over TLS a client that knows the certificate is answered, and one that means another name turns away.
func TestW11TLSWithTheWrongName(t *testing.T) {
	smallDatabase(t)
	known := certificate(t, time.Hour*24*365)
	s := startServer(t, "--certificate", "cert.pem", "--key", "key.pem")
	client := func(c *tls.Config) *http.Client { return &http.Client{Transport: &http.Transport{TLSClientConfig: c}} }
	if status, body := answerOf(t, client(&tls.Config{RootCAs: known}), s.address+"sql.csv?q=select+1+as+a"); status != 200 || body != "a\n1\n" {
		t.Errorf("got %d: %s", status, body)
	}
	for name, c := range map[string]*tls.Config{"another name": {RootCAs: known, ServerName: "breaches.example.org"}, "an unknown certificate": {RootCAs: x509.NewCertPool()}} {
		if answer, err := client(c).Get(s.address + "sql.csv?q=select+1"); err == nil {
			_ = answer.Body.Close() // only whether it came matters
			t.Errorf("%s: want no connection, got %d", name, answer.StatusCode)
		}
	}
	if _, err := tls.Dial("tcp", s.host(), &tls.Config{RootCAs: known, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}); err == nil {
		t.Error("want TLS 1.1 refused")
	}
	if status, _ := answerOf(t, http.DefaultClient, "http://"+s.host()+"/sql.csv?q=select+1"); status != http.StatusBadRequest {
		t.Errorf("want a question without TLS refused, got %d", status)
	}
}

// W17: a log that cannot be written, on a full disk, takes no answer with it.
func TestW17FullDiskForItsLog(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full on this system")
	}
	defer full.Close()
	smallDatabase(t)
	s := &runningServer{command: programCommand(t, "serve", "--listen", "127.0.0.1:0", "--json"), stderr: &bytes.Buffer{}}
	s.command.Stderr = full
	stdout, err := s.command.StdoutPipe()
	must.Do(t, err)
	must.Do(t, s.command.Start())
	defer func() {
		_ = s.command.Process.Kill() // it is no longer needed
		_ = s.command.Wait()
	}()
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	must.Do(t, err)
	var where struct{ HTTP string }
	must.Do(t, json.Unmarshal(line, &where))
	for range 20 {
		if status, body := answerOf(t, http.DefaultClient, where.HTTP+"sql.csv?q=select+1+as+a"); status != 200 || body != "a\n1\n" {
			t.Fatalf("got %d: %s", status, body)
		}
	}
}

// W18: an answer under way at SIGTERM ends whole, and the server ends with status 0.
func TestW18SigtermLetsAnswersEnd(t *testing.T) {
	smallDatabase(t)
	s := startServer(t, "--no-access-log")
	const rows = 20_000 // 20 MB: more than the system holds for a reader that does not read
	answer, err := http.Get(s.address + fmt.Sprintf("sql.csv?q=select+repeat('x',1000)+as+a+from+range(%d)+limit+%d", rows, rows))
	must.Do(t, err)
	defer answer.Body.Close()
	head := make([]byte, 1000)
	_, err = io.ReadFull(answer.Body, head)
	must.Do(t, err)
	must.Do(t, s.command.Process.Signal(syscall.SIGTERM))
	for late := time.Now().Add(stopTime / 2); ; time.Sleep(20 * time.Millisecond) { // later it ends in any case
		fresh, err := http.Get(s.address + "sql.csv?q=select+1")
		if err != nil {
			break
		}
		_ = fresh.Body.Close() // only whether it came matters
		if time.Now().After(late) {
			t.Error("want no new question taken")
			break
		}
	}
	rest, err := io.ReadAll(answer.Body)
	if want := 2 + rows*1001; err != nil || len(head)+len(rest) != want {
		t.Errorf("want %d bytes, got %d, %v", want, len(head)+len(rest), err)
	}
	if err := s.command.Wait(); err != nil {
		t.Errorf("want exit status 0, got %v: %s", err, s.stderr)
	}
}

// A check takes no port but those that it is given, so that it runs beside a server on the default ones.
func TestServeCheckBesideAServer(t *testing.T) {
	smallDatabase(t)
	for _, address := range []string{"127.0.0.1:8420", "127.0.0.1:8421"} {
		if taken, err := net.Listen("tcp", address); err == nil { // else another has it, which is as good
			defer taken.Close()
		}
	}
	if got := call("serve", "--check"); got.status != 0 {
		t.Errorf("want a check that needs no port, got %d: %s", got.status, got.stderr)
	}
}

// W11: a certificate that is replaced is that of the next connection; one that cannot be read is not.
func TestW11TheCertificateIsReplaced(t *testing.T) {
	t.Chdir(t.TempDir())
	first := certificate(t, 2*time.Hour)
	var warned []string
	pair := &keyPair{certificate: "cert.pem", key: "key.pem", warn: func(line string) { warned = append(warned, line) }}
	if _, err := pair.read(nil); err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.read})
	must.Do(t, err)
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.(*tls.Conn).Handshake() // what it came to, the client says
			_ = conn.Close()
		}
	}()
	dial := func(known *x509.CertPool) error {
		conn, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{RootCAs: known, MinVersion: tls.VersionTLS12})
		if err == nil {
			err = conn.Close()
		}
		return err
	}
	must.Do(t, dial(first))
	second := certificate(t, 3*time.Hour)
	must.Do(t, os.Chtimes("cert.pem", time.Time{}, time.Now().Add(time.Minute)))
	if err := dial(first); err == nil {
		t.Error("want the certificate before gone, got a connection with it")
	}
	must.Do(t, dial(second))
	must.Do(t, os.WriteFile("key.pem", []byte("half a key"), 0o600))
	must.Do(t, dial(second))
	must.Do(t, dial(second))
	if len(warned) != 1 || !strings.Contains(warned[0], "cert.pem: the previous certificate stays in use: ") {
		t.Errorf("want one warning, got %q", warned)
	}
	third := certificate(t, 4*time.Hour)
	must.Do(t, os.Chtimes("cert.pem", time.Time{}, time.Now().Add(2*time.Minute)))
	must.Do(t, dial(third))
}

// W19: a port that is taken is said at once.
func TestW19ThePortIsTaken(t *testing.T) {
	smallDatabase(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must.Do(t, err)
	defer taken.Close()
	got := call("serve", "--check", "--listen", taken.Addr().String())
	if got.status != 1 || !strings.Contains(got.stderr, "--listen "+taken.Addr().String()) || !strings.Contains(got.stderr, "address already in use") {
		t.Errorf("got %d: %s", got.status, got.stderr)
	}
}
