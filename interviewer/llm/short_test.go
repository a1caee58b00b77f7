//go:build !fault

package llm

// Of attacked answers, and of faults of the servers but the first, every so many-th is tried; go test -tags fault tries
// them all.
const (
	attackEach = 36
	faultEach  = 4
)
