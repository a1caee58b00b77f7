# Go does the rest: go generate ./..., go test ./... and go run ./cmd/mockinterview need nothing of this.

# The newest goreleaser that builds with the Go of go.mod: 2.18 wants a newer one, 2.17 a module that is not to be had.
GORELEASER = go run github.com/goreleaser/goreleaser/v2@v2.16.0
FUZZTIME ?= 1m

.PHONY: help check fuzz faults bench snapshot reproducible release

help: ## list what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

check: ## everything that has to be green before a change lands
	bash .ci/run

fuzz: ## every fuzz target for FUZZTIME (1m) each
	@git grep -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | while IFS=: read -r file target; do \
		go test -run '^$$' -fuzz "^$${target#func }\$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")" || exit 1; \
	done

faults: ## kill, starve and damage the database in every way; takes long
	go test -tags fault -timeout 3h ./interviewer/sqlite ./interviewer/terminal

bench: ## the figures of the README
	go test -run '^$$' -bench . -benchtime 30x ./cmd/mockinterview
	go test -run '^$$' -bench . ./interviewer/sqlite ./interviewer/offline ./interviewer/llm ./interviewer/terminal

snapshot: ## build all of a release into dist, unpack it and run it
	$(GORELEASER) release --snapshot --clean
	go test -tags release -count 1 ./cmd/mockinterview -run TestSnapshot

reproducible: ## build a release twice, in two places, and compare every byte
	GORELEASER="$(GORELEASER)" go test -tags release -count 1 -timeout 3h ./cmd/mockinterview -run TestReproducible

release: ## publish the tag that is checked out; RELEASE_OWNER, RELEASE_NAME and GITHUB_TOKEN say where
	$(GORELEASER) release --clean
