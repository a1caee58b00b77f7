//go:build !amd64 && !arm64

package encoder

// fastest is the plain kernel.
func fastest() kernel { return newPlain() }
