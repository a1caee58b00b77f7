//go:build !fault

package terminal

// kills is how often the kill loop kills, and keysInARow how many keys are pressed in every order: go test -tags fault
// runs the long form.
const (
	kills      = 2
	keysInARow = 2
)
