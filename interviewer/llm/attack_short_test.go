//go:build !fault

package llm

// attackEach says that every so many-th attacked answer is tried: go test -tags fault tries them all.
const attackEach = 36
