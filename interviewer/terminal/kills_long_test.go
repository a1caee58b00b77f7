//go:build fault

package terminal

// kills is how often the kill loop kills, and keysInARow how many keys are pressed in every order.
const (
	kills      = 200
	keysInARow = 3
)
