package pipeline

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// firefox is a headless Firefox, driven through its protocol Marionette. A message is its length, a
// colon and JSON.
type firefox struct {
	to   net.Conn
	from *bufio.Reader
	sent int
}

// openFirefox starts a Firefox with its own profile, or skips the test if there is none.
func openFirefox(t *testing.T) *firefox {
	t.Helper()
	var program string
	for _, name := range []string{"firefox-esr", "firefox"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Skip("no firefox here, so the page is not opened in it; the tests in Chromium stand")
	}
	free := must.Get(net.Listen("tcp", "127.0.0.1:0"))(t)
	port := free.Addr().(*net.TCPAddr).Port
	profile := t.TempDir()
	settings := fmt.Sprintf("user_pref('marionette.port', %d);\nuser_pref('network.proxy.type', 1);\nuser_pref('network.proxy.http', '127.0.0.1');\n"+
		"user_pref('network.proxy.http_port', 9);\nuser_pref('app.update.enabled', false);\n", port)
	must.Do(t, errors.Join(free.Close(), os.WriteFile(filepath.Join(profile, "user.js"), []byte(settings), 0o600)))
	command := exec.Command(program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile)
	command.Env = append(os.Environ(), "HOME="+profile, "MOZ_CRASHREPORTER_DISABLE=1")
	must.Do(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	for range 600 {
		to, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			time.Sleep(100 * time.Millisecond)
			continue
		}
		t.Cleanup(func() { _ = to.Close() })
		f := &firefox{to: to, from: bufio.NewReader(to)}
		if _, err := f.read(); err != nil { // it says its name first
			t.Fatal(err)
		}
		f.call(t, "WebDriver:NewSession", map[string]any{})
		return f
	}
	t.Fatal("want firefox to answer within a minute")
	return nil
}

func (f *firefox) read() (string, error) {
	digits, err := f.from.ReadString(':')
	if err != nil {
		return "", err
	}
	length, err := strconv.Atoi(strings.TrimSuffix(digits, ":"))
	if err != nil {
		return "", err
	}
	message := make([]byte, length)
	_, err = io.ReadFull(f.from, message)
	return string(message), err
}

// call runs a command and returns its result.
func (f *firefox) call(t *testing.T, command string, with any) json.RawMessage {
	t.Helper()
	f.sent++
	asked, err := json.Marshal([]any{0, f.sent, command, with})
	if err == nil {
		err = f.to.SetDeadline(time.Now().Add(2 * time.Minute))
	}
	if err == nil {
		_, err = fmt.Fprintf(f.to, "%d:%s", len(asked), asked)
	}
	if err != nil {
		t.Fatal(err)
	}
	answered := must.Get(f.read())(t)
	var answer []json.RawMessage
	if err := json.Unmarshal([]byte(answered), &answer); err != nil || len(answer) != 4 || string(answer[2]) != "null" {
		t.Fatalf("%s: want an answer, got %.500s, %v", command, answered, err)
	}
	return answer[3]
}

// ask runs a script that returns a text, in the page or in the browser itself.
func (f *firefox) ask(t *testing.T, script string) string {
	t.Helper()
	var answer struct{ Value string }
	must.Do(t, json.Unmarshal(f.call(t, "WebDriver:ExecuteScript", map[string]any{"script": script, "args": []any{}}), &answer))
	return answer.Value
}

// Firefox opens both pages from disk and searches descriptions without an error message.
func TestPageOpensInFirefox(t *testing.T) {
	tier.Long(t, "the page in another browser")
	f := openFirefox(t)
	o := publishedPage(t)
	path := must.Get(filepath.Abs(o.Out))(t)
	f.call(t, "WebDriver:Navigate", map[string]any{"url": "file://" + path + "/index.html#q=encrypted+TX"})
	var got string
	for range 200 {
		got = f.ask(t, `return (document.documentElement.dataset.list ?? '') + ' list, ' + (document.documentElement.dataset.descriptions ?? '') + ' ' +
			document.getElementById('result-sum').textContent + document.getElementById('list-problem').textContent;`)
		if strings.HasPrefix(got, "ready list, ready") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	want := ask(t, o, `select format('ready list, ready {:,} breaches, {:,} individuals', count(*), cast(sum(individuals) as bigint)) from marts.breaches
		where state = 'TX' and description like '%encrypted%'`)[0]
	if !strings.HasPrefix(got, want) {
		t.Errorf("want %q, got %q", want, got)
	}
	if got := f.ask(t, `return String([...document.querySelectorAll('.chart svg')].filter((one) => one.getBoundingClientRect().height > 200 && one.checkVisibility()).length);`); got != "3" {
		t.Errorf("want three charts, got %s", got)
	}
	f.call(t, "WebDriver:Navigate", map[string]any{"url": "file://" + path + "/studies.html"})
	if got := f.ask(t, `return document.querySelector('h1').textContent;`); got != "What studies printed, counted again" {
		t.Errorf("want the studies, got %q", got)
	}
	// The browser's console has the errors of the pages: of scripts and of the policy.
	f.call(t, "Marionette:SetContext", map[string]any{"value": "chrome"})
	said := f.ask(t, `return Services.console.getMessageArray().map((one) => { try { one.QueryInterface(Ci.nsIScriptError); } catch { return ''; }
		return one.sourceName.startsWith('file:') ? one.errorMessage : ''; }).filter((one) => one !== '').join('\n');`)
	if said != "" {
		t.Errorf("want no error, got %s", said)
	}
}
