package main

import (
	"fmt"
	"strings"

	"github.com/schollz/progressbar/v3"

	"github.com/breachstats/breachstats/data"
)

// progress returns a function that shows the bytes of each answer as they arrive. It returns nil if stderr is not
// a terminal: then only the lines of progress are printed.
func (p *program) progress() func(view data.View, step string, bytes int64) {
	if p.isQuiet || p.logFormat == "json" || !isTerminal(p.stderr) {
		return nil
	}
	var bar *progressbar.ProgressBar
	shown := ""
	return func(view data.View, step string, bytes int64) {
		if doing := strings.TrimPrefix(fmt.Sprintf("%s: %s", view, step), ": "); doing != shown || bar == nil {
			if bar != nil {
				_ = bar.Finish()
			}
			shown = doing
			bar = progressbar.NewOptions64(-1,
				progressbar.OptionSetWriter(p.stderr),
				progressbar.OptionSetDescription(doing),
				progressbar.OptionShowBytes(true),
				progressbar.OptionClearOnFinish(),
				progressbar.OptionSpinnerType(14),
			)
		}
		_ = bar.Set64(bytes) // there is nowhere to report that the terminal is gone
	}
}
