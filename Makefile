# make with no words explains itself; every target brings what it needs.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: frontend mini packages browser help run build test test-city e2e e2e-city sizes scale screenshots picture lighthouse check bench load lint generate postgres clean

LINT_VERSION := 2.15.0
LINT := .tools/bin/golangci-lint-$(LINT_VERSION)

NPM := npm --loglevel error
RESIDENT := frontend/dist/resident
DESK := frontend/dist/desk
sources = $(shell find frontend/core frontend/$(1) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -name '*.d.ts') \
	frontend/pack.mjs handlers/openapi.json
RESIDENT_SOURCES := $(call sources,resident)

# The race detector needs a C compiler.
RACE := $(if $(shell command -v $(or $(CC),cc)),-race)

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: postgres build ## start the whole program on http://127.0.0.1:8080 with the demo town, data in ./data
	APP_ENV=development exec bin/delinli serve --demo

build: frontend ## bin/delinli, with the front ends inside
	go build -o bin/delinli ./app

frontend: $(RESIDENT)/index.html $(DESK)/index.html

$(RESIDENT)/index.html: $(RESIDENT_SOURCES) frontend/resident/node_modules
	cd frontend/resident && npm run -s build

$(DESK)/index.html: $(call sources,desk) frontend/desk/node_modules
	cd frontend/desk && npm run -s build

frontend/%/node_modules: frontend/%/package-lock.json
	cd frontend/$* && $(NPM) ci --no-audit --no-fund
	touch $@

packages: frontend/resident/node_modules frontend/desk/node_modules frontend/e2e/node_modules

# The mini-program of the tests is told an origin that they lead to the real server; bin/wechat stands in for WeChat.
MINI := frontend/resident/dist/build/mp-weixin
mini: $(MINI)/app.json
	go build -o bin/wechat ./deploy/wechat

$(MINI)/app.json: $(RESIDENT_SOURCES) frontend/resident/node_modules
	cd frontend/resident && VITE_API_ORIGIN=https://delinli.test npm run -s build:mp

# A browser is brought where that is allowed; without one, the tests say so.
CHROMIUM ?= /usr/bin/chromium
export CHROMIUM
browser:
	@if [ ! -x "$(CHROMIUM)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends chromium fonts-noto-cjk >/dev/null; fi; true

test: postgres $(if $(PKG),,build mini packages browser) ## all tests; the last line counts them (only Go's, and some: make test PKG=./models/...)
	@if [ -z "$(RACE)" ]; then \
		echo "no C compiler: without the race detector (apt-get install gcc libc6-dev)"; test -z "$$CI"; fi
	go run ./deploy/test $(RACE) $(or $(PKG),-frontends ./...)

E2E := cd frontend/e2e && npm run -s

e2e: postgres build mini packages browser ## the tests in a browser and in the mini-program alone, over the real program with the demo town
	$(E2E) test

e2e-city: postgres build packages browser ## the desk and the app in a browser over the whole city
	$(E2E) city

sizes: postgres build mini packages browser ## what a browser and a phone must load before first use, against the bars
	@$(E2E) sizes

screenshots: postgres build mini packages browser ## every page of the app in every mode, phone and desktop, into ./screenshots
	$(E2E) screenshots

scale: postgres build mini packages browser ## the desk over 100,000 orders: how long each page takes against the bar, and the loop
	@$(E2E) scale

picture: postgres build mini packages browser ## the picture of the README anew, docs/delinli.jpg
	$(E2E) picture

lighthouse: postgres build mini packages browser ## Lighthouse on a phone, median of 3 on home, wall and item page, against the bars
	@$(E2E) lighthouse

test-city: postgres build ## the program over the full city: figures, register, import, a new master key, no personal data on the disk
	go run ./deploy/test -tags city -run TestCity -timeout 15m ./app

check: lint test-city test ## what .ci/run runs: lint, the city, and all tests, which also compare every generated file

bench: postgres ## the measured speed, the city included: a line a figure, name value bar holds|falls short
	go run ./deploy/bench

load: postgres ## 300 mixed requests a second for half an hour, told each minute; Ctrl-C ends it with what was measured (shorter: make load LASTING=2m)
	go run ./deploy/bench -only load -load $(or $(LASTING),30m)

lint: $(LINT) ## style, imports, and the rules of this repository
	$(LINT) run
	go run ./deploy/lint ./...
	go run ./deploy/lint/control $(LINT)

$(LINT):
	GOBIN=$(CURDIR)/.tools/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(LINT_VERSION)
	mv .tools/bin/golangci-lint $@

generate: postgres ## write the generated files anew
	go generate ./...

postgres: ## find PostgreSQL's server programs, or bring them into .postgres
	@go run ./deploy/postgres

clean: ## stop the test database; remove what was built and brought, but not ./data
	go run ./deploy/postgres stop
	rm -rf bin .tools .postgres
