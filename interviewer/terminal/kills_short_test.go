//go:build !fault

package terminal

// kills is how often the kill loop kills: go test -tags fault runs the long form.
const kills = 2
