# The Live Heap. `make` alone explains the targets. Everything is built once, in release: see
# Documentation/Decisions/0001-one-build.md.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help site test soak serve bench format lint install build setup setup-tests unit docs fresh browser

BUILD  := .build/release
LESSON := $(BUILD)/lesson
TIMED  := Scripts/timed
PREFIX ?= /usr/local
PORT   ?= 8000
ROUNDS ?= 50
# As many tests at once as there are cores: a test whose turn has not come must not run into its time limit.
UNIT_WIDTH := env SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(shell nproc)
SWIFT_SOURCES := Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources)

help: ## explain the targets
	@echo "The Live Heap: an executable book on memory management."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make install PREFIX=\$$HOME/.local, make serve PORT=8000"

site: setup ## build the tools, verify every chapter, write site/
	@$(TIMED) start
	@$(TIMED) build swift build -c release --quiet
	@$(TIMED) malloc $(LESSON) malloc --print-library
	@$(TIMED) check $(LESSON) check
	@$(TIMED) site $(LESSON) build
	@$(TIMED) report

test: setup setup-tests ## everything CI runs: format, unit, documentation, exercise and browser tests
	@$(TIMED) start
	@$(TIMED) format $(MAKE) --no-print-directory lint
	@$(TIMED) build swift build -c release --build-tests --quiet
	@$(TIMED) malloc $(LESSON) malloc --print-library
	@$(TIMED) unit $(UNIT_WIDTH) swift test -c release --skip-build --quiet
	@$(TIMED) docs $(LESSON) check
	@$(TIMED) practice $(LESSON) practice --verify
	@$(TIMED) fresh $(LESSON) build --check
	@$(TIMED) browser Tests/Browser/run.sh site
	@$(TIMED) report

soak: setup setup-tests ## what takes hours to believe: ROUNDS clean runs, four times as many kills, the plugin (by hand)
	@swift build -c release --build-tests --quiet
	@LESSON_SOAK=$(ROUNDS) swift test -c release --skip-build --filter SoakTests

serve: setup ## show the book at http://127.0.0.1:8000, rebuilt while you edit
	@swift build -c release --quiet
	@$(LESSON) serve --port $(PORT)

bench: setup ## measure ours beside the peers and write Chapters/measured (minutes; by hand)
	@swift build -c release --quiet
	@Benchmarks/run

format: ## lay out the Swift sources
	@swift format format --in-place --parallel --recursive $(SWIFT_SOURCES)

lint: ## check the layout of the Swift sources
	@swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

install: setup ## put lesson into PREFIX (default /usr/local), usable from any folder
	@swift build -c release --quiet
	@Scripts/install "$(PREFIX)"

setup:
	@Scripts/setup book

setup-tests:
	@Scripts/setup tests
