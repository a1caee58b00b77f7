//go:build fault

package terminal

// kills is how often the kill loop kills.
const kills = 200
