# make demo   runs the main job: a GitHub, the App and pull requests, good and bad, on this machine.
# make test   passes the tests; it installs what it needs itself.
# Both need Go and git, nothing else.

SHELL := /bin/bash
GO ?= go
export CGO_ENABLED := 0

BIN := bin/sekisho
VERSION ?=
LDFLAGS := -s -w $(if $(VERSION),-X github.com/sekisho/sekisho/cmd/sekisho/internal/cli.Version=$(VERSION))
FUZZTIME ?= 20s
# Bugs; not style, and not deprecations, which are for the day of an upgrade.
STATICCHECKS := SA*,-SA1019

.PHONY: all build demo test test-short bench precision lint docs fuzz conformance-314 clean FORCE

all: build

build: $(BIN)

$(BIN): FORCE
	@echo "==> building $(BIN) (two minutes the first time, seconds after that)"
	@$(GO) run ./policy/engine/generate
	@$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/sekisho

demo: build
	@$(BIN) demo

test: lint
	@echo "==> testing every package"
	@$(GO) test -timeout 14m ./...

test-short:
	@echo "==> testing every package, short"
	@$(GO) test -short -timeout 5m ./...

lint:
	@echo "==> formatting"
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then \
	  echo "not formatted (run gofmt -w on them):"; echo "$$unformatted"; exit 1; fi
	@echo "==> go vet"
	@$(GO) vet ./...
	@echo "==> staticcheck (its own module; built the first time)"
	@$(GO) tool -modfile=tools/staticcheck/go.mod staticcheck -checks '$(STATICCHECKS)' ./...
	@echo "==> regal (its own module; built the first time)"
	@$(GO) tool -modfile=tools/lint/go.mod regal lint rego

# Regenerates what is made from other files; the tests fail when it is out of date.
docs:
	@$(GO) test ./policy/engine ./cmd/sekisho ./cmd/sekisho/internal/cli -update

bench: build
	@$(GO) run ./bench $(BENCH_ARGS)

# How many public pod-only DAG files are proved harmless; PRECISION_ARGS names checkouts of them.
precision:
	@$(GO) run ./bench/precision $(PRECISION_ARGS)

# Every fuzz target for FUZZTIME each.
fuzz:
	@for file in $$(git grep -l '^func Fuzz' -- '*_test.go'); do \
	  for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$file); do \
	    echo "==> $$target in $$(dirname $$file), $(FUZZTIME)"; \
	    $(GO) test ./$$(dirname $$file) -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done; \
	done

# Compares the parser with CPython 3.14, which npm's pyodide brings.
conformance-314:
	@policy/python/testdata/conformance-314.sh

clean:
	rm -rf bin policy/engine/stored/policy.bin
