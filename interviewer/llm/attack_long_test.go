//go:build fault

package llm

// attackEach says that every attacked answer is tried.
const attackEach = 1
