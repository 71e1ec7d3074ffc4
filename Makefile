SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo demo-gms demo-matrix build test looks soak bench clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Without autoreload: a visitor's page has no socket to a build tool, and reloads when the visitor says so.
demo: ## serve the demo at http://127.0.0.1:8080/ (agent's desk: /desk)
	@.ci/setup build
	@echo; echo "  Rejoin demo: http://127.0.0.1:8080/   (once built; Ctrl-C ends it)"; echo
	@. .ci/env; exec trunk serve --release --offline --no-autoreload true

demo-gms: ## serve the demo and a Genesys test server: http://127.0.0.1:8080/example/genesys/
	@.ci/setup build
	@echo; echo "  A shop that chats over it: http://127.0.0.1:8080/example/genesys/   (once built; Ctrl-C ends both)"
	@echo "  Its agent's page:          http://127.0.0.1:4195/shop/agent/"; echo
	@. .ci/env; exec .ci/with-servers gms:4195 -- trunk serve --release --offline --no-autoreload true

demo-matrix: ## serve the demo and a Matrix homeserver: http://127.0.0.1:8080/example/matrix/
	@.ci/setup build
	@.ci/synapse
	@echo; echo "  A shop that chats over it: http://127.0.0.1:8080/example/matrix/   (once built; Ctrl-C ends both)"; echo
	@. .ci/env; exec .ci/with-servers matrix:4196:--demo -- trunk serve --release --offline --no-autoreload true

build: ## fill dist/ with the demo site and the script for other sites
	@.ci/setup build
	@. .ci/env; exec trunk build --release --offline

test: ## run all checks and tests
	@.ci/setup
	@.ci/test

looks: build ## renew the pictures of the gallery that the tests compare with: docs/gallery.md
	@.ci/setup
	@. .ci/env; playwright test --config tests/e2e/playwright.config.mjs gallery --update-snapshots=changed
	@. .ci/env; exec node tests/e2e/contact_sheet.mjs

soak: build ## look for lost and doubled messages for hours
	@.ci/setup
	@.ci/soak

bench: build ## print how restoring and appending grow with the length of a chat
	@.ci/setup
	@. .ci/env; exec node tests/bench/bench.mjs

clean: ## remove all that was built
	rm -rf dist target tests/e2e/results
