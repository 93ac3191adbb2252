# Two commands do all the set-up on a fresh machine: make demo, and make test.

GO      ?= go
BIN     := bin
MODULE  := github.com/breachstats/breachstats
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LDFLAGS := -X main.linked=$(VERSION)
# Tools that are built from source. A tool's file name has its version, so that another version is another file.
LINT_VERSION := v2.5.0
VULN_VERSION := v1.1.4
SBOM_VERSION := v1.10.0
LINT := $(BIN)/golangci-lint-$(LINT_VERSION)
VULN := $(BIN)/govulncheck-$(VULN_VERSION)
SBOM := $(BIN)/cyclonedx-gomod-$(SBOM_VERSION)
# Checks the page for accessibility, in tests only; MPL-2.0, so it is fetched and never part of the project.
AXE     := axe-core@4.11.0
AXE_SHA := e9e5863c33a874f09bc01acd9234b7e3c871479f5eef8802fa582544465e6d01

# Clients that ask a server in tests; none is part of the project.
NOTEBOOK := adbc-driver-flightsql==1.13.0 adbc-driver-manager==1.13.0 pyarrow==26.0.1 polars==2.1.0 pandas==3.1.1
JDBC     := org.apache.arrow:flight-sql-jdbc-driver:18.3.0

# The console's editor: its packages are pinned in editor/package-lock.json, this is the bundle of them.
EDITOR     := pipeline/serve/web/editor
EDITOR_SHA := ef6ae07c0b49b52996b61ffd1234d137ed0987d75ee4807e3f0790f6fbb08cfe

# DuckDB is C++, so each system of a release needs a compiler for it: this machine's for linux-amd64, Debian's g++-aarch64-linux-gnu for
# linux-arm64, and zig's (from PyPI) for darwin-arm64, which is not proved yet and so not among SYSTEMS.
SYSTEMS  ?= linux-amd64 linux-arm64
ZIG_VERSION := 0.17.1
ZIG      := $(BIN)/zig-$(ZIG_VERSION)
CC-linux-amd64    := cc
CXX-linux-amd64   := c++
CC-linux-arm64    := aarch64-linux-gnu-gcc
CXX-linux-arm64   := aarch64-linux-gnu-g++
CC-darwin-arm64   := $(abspath $(ZIG))/cc-aarch64-macos
CXX-darwin-arm64  := $(abspath $(ZIG))/c++-aarch64-macos
# Nothing of the folder, the machine, the day or the version control gets into a release, so the same source gives the same bytes.
EPOCH   := $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
PLAIN   := -trimpath -buildvcs=false -tags netgo,osusergo
STRIP   := $(LDFLAGS) -s -w -buildid=
# The program for linux-amd64 holds its C libraries too, so it runs on any distribution, and in an image that has nothing else. With
# DuckDB the table of addresses is too large for arm64's static C library (R_AARCH64_LD64_GOTPAGE_LO15).
LINK-linux-amd64 := -extldflags=-static

# The tests that write files with -update.
GOLDEN := TestRenderGolden|TestHeadIsGolden|TestReadsAreRecorded|TestDocs|TestLicences

.PHONY: demo test test-all test-spark cover race fuzz mutants histories ids readers faults torture lint bench bench-serve bench-spark golden editor dialect build static rootfs release reproducible clean

## demo: the whole journey on a synthetic sample, offline: sample, database, figures
demo: build
	$(BIN)/breachstats run --source sample --data demo/data --out demo/out --quiet
	@echo "Look at demo/out/index.html, and ask:"
	@echo "  $(BIN)/breachstats query --data demo/data 'select year, breaches from figures.breaches_by_year'"

## test: the quick tests of every package, offline: at most three minutes on two idle cores, after the compiler. Long walks say
## that they are skipped (-short). Each of a dozen programs of tests holds DuckDB: without what only debuggers read (-w) each is
## linked a second sooner. No limit is near on a busy machine either
test:
	$(GO) test -short -timeout 30m -ldflags=-w ./...
	@echo "The quick tests passed. Long walks were skipped: make test-all takes them."

## test-all: everything, the long walks too: the page in a browser where a chromium is, its accessibility where npm could fetch
## axe-core, every command of the docs, mutants, histories, faults, real exports where they are
test-all:
	@mkdir -p $(BIN)
	@if [ ! -e $(BIN)/axe.min.js ] && command -v npm >/dev/null 2>&1; then \
		$(MAKE) --no-print-directory $(BIN)/axe.min.js || echo "axe-core cannot be fetched: its check is skipped"; fi
	@$(MAKE) --no-print-directory -k $(BIN)/clients/python $(BIN)/clients/flight-sql-jdbc-driver.jar >$(BIN)/clients.txt 2>&1 || \
		echo "not every client of a server can be fetched ($(BIN)/clients.txt): the tests of those are skipped"
	$(GO) test -timeout 60m -ldflags=-w ./...

## test-spark: the tests that need Apache Spark, which is fetched from PyPI into a cache once: a build on a server of loopback
## with 3 GB equals that of DuckDB, and one of two workers may die. MINUTES=N ends it after so many, which is no failure. LONG=1
## compares everything, and takes hours
test-spark:
	@GO="$(GO)" PYTHON="$(PYTHON)" LONG="$(LONG)" MINUTES="$(MINUTES)" tools/spark/test.sh

## cover: which lines of pipeline/ and data/ no test of any package runs, by function and by line, and the share of all that are run
COVER := ./pipeline/...,./data/...
cover:
	@mkdir -p $(BIN)
	$(GO) test -timeout 60m -coverpkg=$(COVER) -coverprofile=$(BIN)/cover.out ./...
	@awk 'FNR > 1 { runs[$$1] += $$3 } END { for (place in runs) if (!runs[place]) print "not run: " place }' $(BIN)/cover.out | \
		sed 's|$(MODULE)/||; s|\.[0-9]*,|-|; s|\.[0-9]*$$||' | sort -t: -k2,2 -k3,3n
	@$(GO) tool cover -func $(BIN)/cover.out | grep -v '100\.0%$$' | sed 's|$(MODULE)/||' | sort -k3,3n

## race: everything, with every access of two goroutines to one variable watched; takes several times as long as test
race:
	$(GO) test -race -timeout 120m ./...

## torture: hostile bytes, damaged exports, strangers' SQL, readers through rebuilds, kills, disks, databases, and as many
## faults as FAULTS leaves time for; under half an hour on two idle cores, and goes on where it was interrupted. SEED=2 for others
SEED   ?= 1
FAULTS ?= 2m
torture: build
	@GO="$(GO)" SEED="$(SEED)" FAULTS="$(FAULTS)" FUZZTIME="$(FUZZTIME)" FUZZED="$(FUZZED)" torture/torture.sh "$(abspath $(BIN)/breachstats)"

## readers: a hundred rebuilds under ten readers, which may neither fail nor grow; minutes
readers:
	BREACHSTATS_REBUILDS=100 $(GO) test -count=1 -timeout 60m -run 'TestReadersWhileItIsRebuilt' -v ./cmd/breachstats

$(BIN)/axe.min.js:
	@mkdir -p $(BIN)/axe
	cd $(BIN)/axe && npm pack --silent $(AXE) && tar -xzf axe-core-*.tgz package/axe.min.js
	@echo "$(AXE_SHA)  $(BIN)/axe/package/axe.min.js" | sha256sum --check --quiet
	@mv $(BIN)/axe/package/axe.min.js $@ && rm -r $(BIN)/axe

$(BIN)/clients/python:
	@rm -rf $@.new && mkdir -p $(BIN)/clients
	$(PYTHON) -m venv $@.new
	$@.new/bin/python -m pip install --quiet --disable-pip-version-check $(NOTEBOOK)
	@mv $@.new $@

$(BIN)/clients/flight-sql-jdbc-driver.jar:
	@mkdir -p $(BIN)/clients
	mvn --batch-mode --quiet dependency:copy -Dartifact=$(JDBC) -DoutputDirectory=$(abspath $(BIN)/clients) -Dmdep.stripVersion=true

## editor: the editor of the console again, from its pinned packages; npm checks each by its digest, and the bundle has one too
editor:
	@rm -rf $(BIN)/editor && mkdir -p $(BIN)/editor
	@cp $(EDITOR)/entry.js $(EDITOR)/package.json $(EDITOR)/package-lock.json $(BIN)/editor
	cd $(BIN)/editor && npm ci --ignore-scripts --no-audit --no-fund --silent && node_modules/.bin/esbuild entry.js \
		--bundle --minify --format=esm --target=es2022 --legal-comments=none --log-level=warning --outfile=codemirror.js
	@echo "$(EDITOR_SHA)  $(BIN)/editor/codemirror.js" | sha256sum --check --quiet
	@mv $(BIN)/editor/codemirror.js pipeline/serve/web/assets/codemirror.js && rm -r $(BIN)/editor

## dialect: the models once more as Spark's SQL, sql/spark, by tools/dialect and its pinned packages (tools/dialect/requirements.txt)
dialect: $(BIN)/dialect/bin/python
	$(BIN)/dialect/bin/python tools/dialect/dialect.py sql

$(BIN)/dialect/bin/python: tools/dialect/requirements.txt
	@rm -rf $(BIN)/dialect && python3 -m venv $(BIN)/dialect
	@$(BIN)/dialect/bin/pip install --quiet --disable-pip-version-check -r tools/dialect/requirements.txt

## fuzz: every fuzz target for FUZZTIME, one after the other; what one finds stays in testdata/fuzz
FUZZTIME ?= 30s
FUZZED   := ./data ./sql ./pipeline/export ./pipeline/load ./pipeline/origins ./pipeline/fetch
fuzz:
	@for package in $(FUZZED); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target, $(FUZZTIME)"; \
			$(GO) test $$package -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s -parallel 1 || exit 1; \
		done; done

## mutants: 10,000 damaged exports, each refused in words or counted as another reader counts it
mutants:
	$(GO) test ./pipeline -run '^TestMutants$$' -mutants 10000 -timeout 2h -v

## histories: a hundred random histories, each followed from both ends; minutes
histories:
	$(GO) test ./pipeline -run '^TestHistoryOfRandomEdits$$' -histories 100 -timeout 1h -v

## ids: 200 random pairs of subsets of the real captures, and 200 of random histories: one id means one breach; minutes
ids:
	$(GO) test ./pipeline -run '^TestRealIdsMeanOneBreachH14$$|^TestRandomIdsMeanOneBreachH14$$' -pairs 200 -timeout 2h -v

## build: the program in bin/
build:
	@mkdir -p $(BIN)
	$(GO) build -trimpath -ldflags "$(LDFLAGS)" -o $(BIN)/breachstats ./cmd/breachstats

## lint: the modules as go.sum has them, format, vet, golangci-lint, plain words (.lint), known vulnerabilities where their list can be reached
lint: $(LINT) $(VULN)
	$(GO) mod verify
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(LINT) run ./...
	BREACHSTATS_LINT=1 $(GO) test -ldflags=-w ./cmd/breachstats -run '^TestPlainWords$$'
	@if out=$$($(VULN) ./... 2>&1); then echo "govulncheck: clean"; \
	elif echo "$$out" | grep -qiE 'dial tcp|no such host|fetching|Forbidden|status code|timeout|proxyconnect'; then \
		echo "govulncheck: skipped, the vulnerability list cannot be reached"; \
	else echo "$$out"; exit 1; fi

$(LINT): SOURCE := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
$(VULN): SOURCE := golang.org/x/vuln/cmd/govulncheck@$(VULN_VERSION)
$(SBOM): SOURCE := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@$(SBOM_VERSION)
$(LINT) $(VULN) $(SBOM):
	@mkdir -p $@.new
	GOBIN=$(abspath $@.new) GOFLAGS= $(GO) install $(SOURCE)
	@mv $@.new/* $@ && rmdir $@.new

## bench: what the journey costs from 8 thousand rows up, its floor, its peers and a thousand captures, in bin/benchmarks.md;
## about ten minutes. OLD=PROGRAM measures the version before too. With ROWS=8000,80000,800000,8000000 to 8 million: half
## an hour and 30 GB of disk
PYTHON   ?= python3
ROWS     ?= 8000,80000,800000
CAPTURES ?= 1000
bench: build
	$(GO) run ./bench -binary $(BIN)/breachstats -report $(BIN)/benchmarks -python $(PYTHON) -rows $(ROWS) -captures $(CAPTURES) $(if $(OLD),-old $(OLD))

## bench-serve: what a server answers in what time, beside Python's duckdb and Datasette, with a Python that has adbc-driver-flightsql,
## pyarrow, duckdb and datasette (PYTHON=FILE); five minutes. LOAD=10m asks at 64 clients for so long, with a swap each minute
LOAD ?= 0
bench-serve: build
	$(GO) run ./bench/serve -binary $(BIN)/breachstats -python $(PYTHON) -load $(LOAD)

## bench-spark: what a build costs on Spark beside DuckDB on this machine, in bin/spark.md. ROWS as in bench;
## a build on Spark that takes longer than LIMIT (40m) is ended, and what it did until then is reported
bench-spark: build
	@GO="$(GO)" PYTHON="$(PYTHON)" BINARY="$(abspath $(BIN)/breachstats)" LIMIT="$(LIMIT)" bench/spark/run.sh "$(ROWS)"

## faults: every call on a file fails once, in every way, and 300 kills; hours. The calls go on where they were interrupted
faults: build
	$(GO) test ./torture -v -timeout 24h -all -seed $(SEED) -binary $(abspath $(BIN)/breachstats) -state $(abspath $(BIN)/torture.txt)

## golden: rewrite the golden files and the record of what models read, in a minute or two; read the diff as you would read code
golden:
	$(GO) test ./charts ./pipeline/sample ./pipeline/build ./cmd/breachstats -run '$(GOLDEN)' -update

## release: dist/ with an archive for each of SYSTEMS that can be built here (program, manual pages, completions, licences, list of
## parts in CycloneDX) and SHA256SUMS. A system without its compiler is left out, and said so
release: $(SBOM)
	rm -rf dist
	@mkdir -p dist $(BIN)/release
	@rm -rf $(BIN)/release/* && for system in $(SYSTEMS); do $(MAKE) --no-print-directory archive-$$system || exit 1; done
	@rm -rf $(BIN)/release
	@cd dist && sha256sum *.tar.gz > SHA256SUMS; cat SHA256SUMS

$(BIN)/release/manual:
	SOURCE_DATE_EPOCH=$(EPOCH) $(GO) test ./cmd/breachstats -count=1 -run '^TestManualPages$$' -manual $(abspath $@)

archive-darwin-arm64: $(ZIG)
archive-%: $(BIN)/release/manual $(SBOM)
	@mkdir -p $(BIN)/release/$*
	@if ! command -v $(CXX-$*) >/dev/null 2>&1; then echo "$*: left out, there is no $(CXX-$*)"; exit 0; fi; set -e; \
	$(MAKE) --no-print-directory $(BIN)/release/$*/program SYSTEM=$*; \
	cp -r $(BIN)/release/manual $(BIN)/release/$*/with; \
	$(SBOM) bin -json -noserial -version "$(VERSION)" -output $(BIN)/release/$*/with/breachstats.cdx.json $(BIN)/release/$*/program; \
	sed -i '/^    "timestamp":/d' $(BIN)/release/$*/with/breachstats.cdx.json; \
	$(GO) run ./tools/release -program $(BIN)/release/$*/program -system $* -version "$(VERSION)" -time $(EPOCH) -with $(BIN)/release/$*/with -out dist

$(BIN)/release/$(SYSTEM)/program:
	GOOS=$(firstword $(subst -, ,$(SYSTEM))) GOARCH=$(lastword $(subst -, ,$(SYSTEM))) CGO_ENABLED=1 CC=$(CC-$(SYSTEM)) CXX=$(CXX-$(SYSTEM)) \
		$(GO) build $(PLAIN) -ldflags "$(STRIP) $(LINK-$(SYSTEM))" -o $@ ./cmd/breachstats

$(ZIG):
	@rm -rf $@ $@.new
	$(PYTHON) -m venv $@.new
	$@.new/bin/python -m pip install --quiet --disable-pip-version-check ziglang==$(ZIG_VERSION)
	@for compiler in cc c++; do \
		printf '#!/bin/sh\nexec "$$(dirname "$$0")/bin/python" -m ziglang %s -target aarch64-macos "$$@"\n' $$compiler > $@.new/$$compiler-aarch64-macos; \
		chmod +x $@.new/$$compiler-aarch64-macos; done
	@mv $@.new $@

## static: the program for Linux as a release has it, in bin/static/; LICENCES=FOLDER takes its licences there
static:
	$(GO) build $(PLAIN) -ldflags "$(STRIP) -extldflags=-static" -o $(BIN)/static/breachstats ./cmd/breachstats
	@if [ -n "$(LICENCES)" ]; then mkdir -p "$(LICENCES)" && cp LICENSE docs/licences.md "$(LICENCES)/"; fi

## rootfs: the files of the image of the Containerfile in bin/rootfs, and the program run in them, as a user without rights
rootfs: static
	$(GO) run ./tools/rootfs -from Containerfile -program $(BIN)/static/breachstats -to $(BIN)/rootfs

## reproducible: a release is built twice, in different folders, for the systems of SYSTEMS, and has the same bytes
reproducible:
	@set -e; here=$$(mktemp -d); trap 'rm -rf "$$here"' EXIT; \
	for folder in one another/deeper; do \
		mkdir -p "$$here/$$folder"; git ls-files -z | xargs -0 cp --parents -t "$$here/$$folder"; mkdir -p "$$here/$$folder/$(BIN)"; \
		for tool in $(SBOM) $(ZIG); do if [ -e $$tool ]; then ln -s "$(CURDIR)/$$tool" "$$here/$$folder/$$tool"; fi; done; \
		$(MAKE) --no-print-directory -C "$$here/$$folder" release VERSION="$(VERSION)" EPOCH=$(EPOCH); \
	done; cmp "$$here/one/dist/SHA256SUMS" "$$here/another/deeper/dist/SHA256SUMS"; echo "reproducible: the same bytes"

clean:
	rm -rf $(BIN) demo out dist
