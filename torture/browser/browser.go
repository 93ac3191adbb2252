// Package browser drives a headless Chromium in tests.
package browser

import (
	"context"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Patience is how long a test waits for a page: minutes, because a busy machine is not a fault of the page.
const Patience = 2 * time.Minute

// Until waits until a condition is true, and reports whether that was within Patience.
func Until(condition func() bool) bool {
	for late := time.Now().Add(Patience); ; time.Sleep(50 * time.Millisecond) {
		if condition() {
			return true
		}
		if time.Now().After(late) {
			return false
		}
	}
}

// Open starts a Chromium with its own profile and one tab, which is closed at the end of the test. Without a Chromium on
// this machine it skips the test. note gets the events of the console, the log and the network. options are flags of
// Chromium beside the usual ones, such as the hosts that it may reach.
func Open(t *testing.T, note func(event any), options ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium here, so the pages are not opened in a browser")
	}
	all := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WSURLReadTimeout(Patience),
		chromedp.Flag("disable-gpu", true), chromedp.Flag("disable-component-update", true))
	// chromedp removes the profile once every process of Chromium is gone: some outlive the first one, and still write into it.
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(all, options...)...)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		ending, late := context.WithTimeout(tab, Patience)
		defer late()
		if err := chromedp.Cancel(ending); err != nil && !errors.Is(err, context.Canceled) {
			t.Log(err)
		}
		closeTab()
		stop()
	})
	if err := chromedp.Listen(tab, note); err != nil {
		t.Fatal(err)
	}
	Do(t, tab, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{})
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, target, log.Enable, cdp.Empty{})
		return err
	}))
	return tab
}

// Do takes steps in a tab within Patience, or ends the test.
func Do(t *testing.T, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}
