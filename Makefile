# Go does the rest: go generate ./..., go test ./... and go run ./cmd/mockinterview need nothing of this.

FUZZTIME ?= 1m

.PHONY: help check fuzz faults bench

help: ## list what there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

check: ## everything that has to be green before a change lands
	bash .ci/run

fuzz: ## every fuzz target for FUZZTIME (1m) each
	@git grep -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | while IFS=: read -r file target; do \
		go test -run '^$$' -fuzz "^$${target#func }\$$" -fuzztime $(FUZZTIME) "./$$(dirname "$$file")" || exit 1; \
	done

faults: ## kill, starve and damage the database in every way; takes an hour
	go test -tags fault -timeout 3h ./interviewer/sqlite ./interviewer/terminal

bench: ## the figures of the README
	go test -run '^$$' -bench . -benchtime 30x ./cmd/mockinterview
	go test -run '^$$' -bench . ./interviewer/sqlite ./interviewer/offline ./interviewer/llm ./interviewer/terminal
