# Two commands do all the set-up on a fresh machine: make demo, and make test.

GO      ?= go
BIN     := bin
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LDFLAGS := -X main.linked=$(VERSION)
LINTER  := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.5.0
VULN    := golang.org/x/vuln/cmd/govulncheck@v1.1.4
# Checks the page for accessibility, in tests only; MPL-2.0, so it is fetched and never part of the project.
AXE     := axe-core@4.11.0
AXE_SHA := e9e5863c33a874f09bc01acd9234b7e3c871479f5eef8802fa582544465e6d01

.PHONY: demo test fuzz mutants lint bench torture golden build clean

## demo: the whole journey on a synthetic sample, offline: sample, database, figures
demo: build
	$(BIN)/breachstats run --source sample --data demo/data --out demo/out --quiet
	@echo "Look at demo/out/index.html, and ask:"
	@echo "  $(BIN)/breachstats query --data demo/data 'select year, breaches from figures.breaches_by_year'"

## test: everything, offline; the page too where a chromium is, and its accessibility where npm could fetch axe-core
test:
	@if [ ! -e $(BIN)/axe.min.js ] && command -v npm >/dev/null 2>&1; then \
		$(MAKE) --no-print-directory $(BIN)/axe.min.js || echo "axe-core cannot be fetched: its check is skipped"; fi
	$(GO) test ./...

$(BIN)/axe.min.js:
	@mkdir -p $(BIN)/axe
	cd $(BIN)/axe && npm pack --silent $(AXE) && tar -xzf axe-core-*.tgz package/axe.min.js
	@echo "$(AXE_SHA)  $(BIN)/axe/package/axe.min.js" | sha256sum --check --quiet
	@mv $(BIN)/axe/package/axe.min.js $@ && rm -r $(BIN)/axe

## fuzz: every fuzz target for FUZZTIME, one after the other; what one finds stays in testdata/fuzz
FUZZTIME ?= 30s
FUZZED   := ./data ./sql ./pipeline/load ./pipeline/fetch
fuzz:
	@for package in $(FUZZED); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target, $(FUZZTIME)"; \
			$(GO) test $$package -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -parallel 1 || exit 1; \
		done; done

## mutants: 10,000 damaged exports, each refused in words or counted as another reader counts it
mutants:
	$(GO) test ./pipeline -run '^TestMutants$$' -mutants 10000 -timeout 2h -v

## build: the program in bin/
build:
	@mkdir -p $(BIN)
	$(GO) build -trimpath -ldflags "$(LDFLAGS)" -o $(BIN)/breachstats ./cmd/breachstats

## lint: format, vet, golangci-lint, known vulnerabilities where their list can be reached
lint: $(BIN)/golangci-lint $(BIN)/govulncheck
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(BIN)/golangci-lint run ./...
	@if out=$$($(BIN)/govulncheck ./... 2>&1); then echo "govulncheck: clean"; \
	elif echo "$$out" | grep -qiE 'dial tcp|no such host|fetching|Forbidden|status code|timeout|proxyconnect'; then \
		echo "govulncheck: skipped, the vulnerability list cannot be reached"; \
	else echo "$$out"; exit 1; fi

$(BIN)/golangci-lint:
	@mkdir -p $(BIN)
	GOBIN=$(abspath $(BIN)) GOFLAGS= $(GO) install $(LINTER)

$(BIN)/govulncheck:
	@mkdir -p $(BIN)
	GOBIN=$(abspath $(BIN)) GOFLAGS= $(GO) install $(VULN)

## bench: the journey at real size, 10 and 100 times; prints a table
bench: build
	$(GO) run ./bench -binary $(BIN)/breachstats

## torture: every call that changes a file fails once, in every way; hours. It goes on where it was interrupted
torture: build
	$(GO) test ./torture -v -timeout 24h -all -binary $(abspath $(BIN)/breachstats) -state $(abspath $(BIN)/torture.txt)

## golden: rewrite the golden files; read the diff as you would read code
golden:
	$(GO) test ./charts ./pipeline/sample ./cmd/breachstats -update

clean:
	rm -rf $(BIN) demo out
